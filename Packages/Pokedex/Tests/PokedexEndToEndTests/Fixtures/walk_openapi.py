"""Judges a server's OpenAPI document, then asks everything that it describes with the examples that it gives.

    walk_openapi.py URL

Prints how many questions were asked and every contradiction between the document and the answers, as JSON.
"""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

base = sys.argv[1]


def ask(path, method="GET", body=None):
    headers = {"Content-Type": "text/plain"} if body else {}
    request = urllib.request.Request(base + path, body and body.encode(), headers, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


document = json.loads(ask("/api/openapi.json")[2])
problems = [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()]
asked = 0


def resolved(part):
    while "$ref" in part:
        target = document
        for name in part["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        part = target
    return part


def check(what, operation, path, method, body):
    """Asks once and compares the status, the media type and, for JSON, the body with the document."""
    global asked
    asked += 1
    status, headers, content = ask(path, method, body)
    described = operation["responses"].get(str(status))
    if described is None:
        problems.append(f"{what} {path}: {status} is not described")
        return status
    media_type = headers.get_content_type()
    described = resolved(described).get("content", {})
    if media_type not in described:
        problems.append(f"{what} {path}: {media_type} is not described for {status}")
    elif media_type == "application/json":
        schema = described[media_type]["schema"] | {"components": document["components"]}
        errors = Draft202012Validator(schema).iter_errors(json.loads(content))
        problems.extend(f"{what} {path}: {error.message[:200]}" for error in errors)
    return status


operations = 0
for template, methods in document["paths"].items():
    for method, operation in methods.items():
        operations += 1
        parameters = operation["parameters"]
        path = template
        for parameter in parameters:
            if parameter["in"] == "path":
                path = path.replace("{%s}" % parameter["name"], urllib.parse.quote(parameter["example"]))
        body = None
        if "requestBody" in operation:
            body = operation["requestBody"]["content"]["text/plain"]["example"]
        queries = [parameter for parameter in parameters if parameter["in"] == "query"]
        required = {p["name"]: p["example"] for p in queries if p["required"]}
        # With what is required alone; with each other parameter beside it; and with each value that it may have.
        questions = [required] + [required | {p["name"]: p["example"]} for p in queries if not p["required"]]
        questions += [required | {p["name"]: value} for p in queries for value in p["schema"].get("enum", [])]
        for question in questions:
            address = path + ("?" + urllib.parse.urlencode(question) if question else "")
            status = check("right", operation, address, method.upper(), body)
            if status != 200:
                problems.append(f"{address}: {status} instead of 200")
        # The PokéAPI passes over what it does not understand; all else is refused.
        for parameter in queries:
            schema = parameter["schema"]
            wrong = "nonsense" if "enum" in schema else schema["maximum"] + 1 if "maximum" in schema else None
            if wrong is None or path.startswith("/api/v2/"):
                continue
            address = path + "?" + urllib.parse.urlencode(required | {parameter["name"]: wrong})
            if check("wrong", operation, address, method.upper(), body) != 400:
                problems.append(f"{address}: not refused")
        if "{name}" in template:
            address = template.replace("{resource}", "pokemon").replace("{name}", "nobody-is-called-this")
            if check("unknown", operation, address, method.upper(), body) != 404:
                problems.append(f"{address}: not 404")
print(json.dumps({"operations": operations, "asked": asked, "problems": problems}))
