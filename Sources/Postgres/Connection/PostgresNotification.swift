/// What another connection said by NOTIFY.
package struct PostgresNotification: Sendable, Equatable {
    package let channel: String
    /// Empty where none was given.
    package let payload: String
    /// The server process that spoke.
    package let processID: Int32

    package init(channel: String, payload: String, processID: Int32) {
        self.channel = channel
        self.payload = payload
        self.processID = processID
    }
}
