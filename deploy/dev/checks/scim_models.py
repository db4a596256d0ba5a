#!/usr/bin/env python3
"""Reads the discovery documents of metadata/scim with scim2-models (PyPI), as a strict client would.

Every schema is made into a model, resources that follow it are validated against that model, and what the model
writes has to be what was read. Exit 0 where all is read without complaint, 1 where not.

Usage: scim_models.py [FOLDER]      (deploy/dev/test runs it with the version of scim2-models that it names)
"""

import json
import pathlib
import sys
import warnings

from scim2_models import ListResponse, Resource, ResourceType, Schema, ServiceProviderConfig

warnings.simplefilter("error")

FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parents[3] / "metadata" / "scim"

SAMPLES = {
    "urn:ietf:params:scim:schemas:core:2.0:User": {
        "id": "1",
        "userName": "bjensen@example.com",
        "name": {"familyName": "Jensen", "givenName": "Barbara"},
        "active": True,
        "emails": [{"value": "bjensen@example.com", "type": "work", "primary": True}],
        "roles": [{"value": "member", "display": "Member", "primary": True}],
    },
    "urn:ietf:params:scim:schemas:core:2.0:Group": {
        "id": "2",
        "displayName": "Guides",
        "members": [{"value": "1", "type": "User"}],
    },
    "urn:okta:scim:schemas:core:1.0:Role": {"id": "admin", "displayName": "Admin"},
}

# What a client builds its models from.
CHARACTERISTICS = (
    "name", "type", "multiValued", "required", "caseExact", "mutability", "returned", "uniqueness", "canonicalValues",
    "referenceTypes",
)  # fmt: skip


def read(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def differences(place, ours, theirs):
    """Where an attribute that they read differs from the one that we wrote; sub-attributes included."""
    for attribute, read_as in zip(ours, theirs, strict=True):
        here = f"{place}{attribute['name']}"
        for key in CHARACTERISTICS:
            if key in attribute and attribute[key] != read_as.get(key):
                yield f"{here}: {key} reads as {read_as.get(key)!r}"
        yield from differences(f"{here}.", attribute.get("subAttributes", []), read_as.get("subAttributes") or [])


def main():
    problems = []

    schemas = ListResponse[Schema].model_validate(read("schemas.json")).resources
    by_id = {schema.id: schema for schema in schemas}
    for document, schema in zip(read("schemas.json")["Resources"], schemas, strict=True):
        written = json.loads(schema.model_dump_json())
        problems += differences(f"{schema.id}:", document["attributes"], written["attributes"])

    types = ListResponse[ResourceType].model_validate(read("resource-types.json")).resources
    for kind in types:
        for urn in [kind.schema_, *(extension.schema_ for extension in kind.schema_extensions or [])]:
            if str(urn) not in by_id:
                problems.append(f"{kind.id}: {urn} is not among the schemas")

    configuration = ServiceProviderConfig.model_validate(read("service-provider-config.json"))
    if not (configuration.patch.supported and configuration.filter.supported and configuration.bulk.supported):
        problems.append("the configuration does not offer patch, filter and bulk")

    for urn, sample in SAMPLES.items():
        model = Resource.from_schema(by_id[urn])
        sample = {"schemas": [urn], **sample}
        written = json.loads(model.model_validate(sample).model_dump_json(exclude_none=True))
        for key, value in sample.items():
            if key in ("schemas", "id"):
                continue
            if written.get(key) != value:
                problems.append(f"{urn}: {key} comes back as {written.get(key)!r}")

    for problem in problems:
        print(problem)
    print(f"{len(schemas)} schemas, {len(types)} resource types: {'complaints' if problems else 'read without complaint'}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
