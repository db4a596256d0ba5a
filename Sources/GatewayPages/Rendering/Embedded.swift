/// The templates that are built into the program.
enum EmbeddedTemplates {
    static var all: [String: String] {
        [
            "account": PackageResources.account_mustache,
            "ask_for_reset": PackageResources.ask_for_reset_mustache,
            "authenticator": PackageResources.authenticator_mustache,
            "authenticator_setup": PackageResources.authenticator_setup_mustache,
            "banner": PackageResources.banner_mustache,
            "change_password": PackageResources.change_password_mustache,
            "choice": PackageResources.choice_mustache,
            "choose_password": PackageResources.choose_password_mustache,
            "copyable": PackageResources.copyable_mustache,
            "dead_link": PackageResources.dead_link_mustache,
            "empty_state": PackageResources.empty_state_mustache,
            "enrolment": PackageResources.enrolment_mustache,
            "error": PackageResources.error_mustache,
            "factor_question": PackageResources.factor_question_mustache,
            "factor_row": PackageResources.factor_row_mustache,
            "field": PackageResources.field_mustache,
            "frame_bottom": PackageResources.frame_bottom_mustache,
            "frame_top": PackageResources.frame_top_mustache,
            "lines": PackageResources.lines_mustache,
            "moment": PackageResources.moment_mustache,
            "passkey_policy": PackageResources.passkey_policy_mustache,
            "passkey_prompt": PackageResources.passkey_prompt_mustache,
            "passkey_row": PackageResources.passkey_row_mustache,
            "passkeys": PackageResources.passkeys_mustache,
            "people": PackageResources.people_mustache,
            "person_row": PackageResources.person_row_mustache,
            "policy": PackageResources.policy_mustache,
            "qr": PackageResources.qr_mustache,
            "rail": PackageResources.rail_mustache,
            "rail_items": PackageResources.rail_items_mustache,
            "recovery_codes": PackageResources.recovery_codes_mustache,
            "remove_authenticator": PackageResources.remove_authenticator_mustache,
            "renew_recovery_codes": PackageResources.renew_recovery_codes_mustache,
            "reset_factors": PackageResources.reset_factors_mustache,
            "session_row": PackageResources.session_row_mustache,
            "sign_in_email": PackageResources.sign_in_email_mustache,
            "sign_in_password": PackageResources.sign_in_password_mustache,
            "sign_out": PackageResources.sign_out_mustache,
            "start": PackageResources.start_mustache,
        ].mapValues { file in
            // The line feed that ends a file is the editor's, not the page's.
            String(decoding: file.last == UInt8(ascii: "\n") ? file.dropLast() : file[...], as: UTF8.self)
        }
    }
}

/// The catalogues of texts that are built into the program.
enum EmbeddedTexts {
    static func catalogue(_ language: Language) -> [UInt8] {
        switch language {
        case .english: PackageResources.texts_en_json
        case .german: PackageResources.texts_de_json
        }
    }
}
