#!/usr/bin/env python3
"""Judges the OpenAPI documents that the running programs serve, by the specification's own schema and references.

Exit 0 where both are good, 1 where not.

Usage: openapi_documents.py RUN_JSON      (needs: pip install openapi-spec-validator==0.7.2)
"""

import json
import pathlib
import sys
import urllib.request

from openapi_spec_validator import OpenAPIV31SpecValidator


def main() -> int:
    facts = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    faults = 0
    for program in ("gateway", "asset_api"):
        with urllib.request.urlopen(f"{facts[program]}/openapi.json", timeout=10) as answer:
            document = json.load(answer)
        for fault in OpenAPIV31SpecValidator(document).iter_errors():
            faults += 1
            print(f"{program}: {'/'.join(map(str, fault.path))}: {fault.message}")
        print(f"{program}: OpenAPI {document['openapi']}, {len(document['paths'])} paths")
    print("OpenAPI documents: good" if faults == 0 else f"OpenAPI documents: {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
