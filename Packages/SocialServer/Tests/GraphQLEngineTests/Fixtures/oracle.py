"""oracle.py documents SEED COUNT SCHEMA | schemas SEED COUNT | introspection SCHEMA

Makes documents (or schemas) from a seed, valid and invalid, and prints what graphql-core says of them as JSON.
"""
import json
import random
import sys

from graphql import GraphQLError, build_schema, execute, get_introspection_query, parse, print_ast
from graphql import graphql_sync, validate, validate_schema
from graphql.validation import ASTValidationRule

# The specification's names of graphql-core's rules.
NAMES = {
    "ExecutableDefinitionsRule": "ExecutableDefinitions",
    "KnownOperationTypesRule": "OperationTypeExistence",
    "UniqueOperationNamesRule": "OperationNameUniqueness",
    "LoneAnonymousOperationRule": "LoneAnonymousOperation",
    "SingleFieldSubscriptionsRule": "SingleRootField",
    "KnownTypeNamesRule": "FragmentSpreadTypeExistence",
    "FragmentsOnCompositeTypesRule": "FragmentsOnObjectInterfaceOrUnionTypes",
    "VariablesAreInputTypesRule": "VariablesAreInputTypes",
    "ScalarLeafsRule": "LeafFieldSelections",
    "FieldsOnCorrectTypeRule": "FieldSelections",
    "UniqueFragmentNamesRule": "FragmentNameUniqueness",
    "KnownFragmentNamesRule": "FragmentSpreadTargetDefined",
    "NoUnusedFragmentsRule": "FragmentsMustBeUsed",
    "PossibleFragmentSpreadsRule": "FragmentSpreadIsPossible",
    "NoFragmentCyclesRule": "FragmentSpreadsMustNotFormCycles",
    "UniqueVariableNamesRule": "VariableUniqueness",
    "NoUndefinedVariablesRule": "AllVariableUsesDefined",
    "NoUnusedVariablesRule": "AllVariablesUsed",
    "KnownDirectivesRule": "DirectivesAreDefined",
    "UniqueDirectivesPerLocationRule": "DirectivesAreUniquePerLocation",
    "KnownArgumentNamesRule": "ArgumentNames",
    "UniqueArgumentNamesRule": "ArgumentUniqueness",
    "ValuesOfCorrectTypeRule": "ValuesOfCorrectType",
    "ProvidedRequiredArgumentsRule": "RequiredArguments",
    "VariablesInAllowedPositionRule": "AllVariableUsagesAreAllowed",
    "OverlappingFieldsCanBeMergedRule": "FieldSelectionMerging",
    "UniqueInputFieldNamesRule": "InputObjectFieldUniqueness",
    "MaxIntrospectionDepthRule": "IntrospectionDepth",
}

DATA = {
    "pets": [
        {"__typename": "Cat", "id": "1", "name": "Tom", "meows": True, "lives": [1, 2], "size": 1.5,
         "friend": {"__typename": "Dog", "id": "2", "name": None, "barks": False, "size": 7,
                    "friend": {"__typename": "Cat", "id": "3", "name": "Ann", "lives": [1, None], "size": None}}},
        {"__typename": "Dog", "id": "4", "name": "Rex", "barks": None, "size": 3,
         "friend": {"__typename": "Cat", "id": "5", "name": None, "meows": False}},
    ],
    "pet": {"__typename": "Cat", "id": "6", "name": None, "lives": [3, "x"], "size": 2},
    "node": {"__typename": "Dog", "id": "7", "name": "Bo", "size": 2147483648},
}


def tag_errors():
    """Lets each error know the rule that reported it."""
    report = ASTValidationRule.report_error

    def tagged(self, error):
        error.rule = NAMES.get(type(self).__name__, type(self).__name__)
        report(self, error)

    ASTValidationRule.report_error = tagged


def rule(error):
    """The rule that reported an error; two rules of graphql-core report past the place that is tagged."""
    if "cannot be spread here" in error.message:
        return "FragmentSpreadIsPossible"
    if error.message.startswith("Unknown argument"):
        return "ArgumentNames"
    return getattr(error, "rule", "?")


def places(error):
    return [[place.line, place.column] for place in error.locations or ()]


class Maker:
    """Random documents that mostly fit the schema."""

    fields = {
        "Query": ["pet", "pets", "node", "sum", "grid", "text", "number", "flag", "range", "day", "id", "int"],
        "Cat": ["id", "name", "meows", "friend", "lives", "size"],
        "Dog": ["id", "name", "barks", "friend", "size"],
        "Node": ["id"], "Named": ["id", "name"], "Pet": [],
        "Subscription": ["ticked", "tocked"],
    }
    composite = {"pet": "Pet", "pets": "Pet", "node": "Node", "friend": "Pet"}
    arguments = {
        "pet": [("by", "PetBy!")], "pets": [("first", "Int"), ("last", "Int")], "node": [("id", "ID!")],
        "sum": [("numbers", "[Int!]!")], "grid": [("cells", "[[Int]]")], "text": [("value", "String")],
        "number": [("value", "Float")], "flag": [("value", "Boolean")], "range": [("in", "Range")],
        "day": [("unit", "Unit")], "id": [("value", "ID")], "int": [("value", "Int")], "size": [("unit", "Unit")],
    }
    types = ["Int", "Int!", "[Int!]", "[Int!]!", "[[Int]]", "ID", "ID!", "String", "Float", "Boolean", "Boolean!",
             "Range", "Range!", "Unit", "PetBy", "PetBy!"]

    def __init__(self, rng):
        self.rng = rng

    def chance(self, p):
        # Half of the documents are tame: what is rare in the others is nearly absent in them.
        return self.rng.random() < (p * 0.03 if self.tame and p <= 0.12 else p)

    def document(self):
        rng = self.rng
        self.tame = rng.random() < 0.5
        self.fragments = []
        self.variables = {}
        self.inside = False
        parts = []
        for index in range(1 if self.tame or self.chance(0.85) else 2):
            self.used = {}
            kind = rng.choices(["query", "subscription", "mutation"], [40, 0 if self.tame else 3, 0 if self.tame else 1])[0]
            root = "Subscription" if kind == "subscription" else "Query"
            body = self.selections(root, 0)
            if self.chance(0.08):
                self.used[rng.choice("pqr")] = rng.choice(self.types)
            head = kind
            if self.chance(0.5) or index:
                head += " " + rng.choice("ABC")
            if self.used:
                head += "(" + ", ".join(self.variable(n, t) for n, t in list(self.used.items())) + ")"
            head += self.directives(0.03)
            if head == "query" and self.chance(0.5):
                head = ""
            elif self.chance(0.05):
                head = '"about" ' + head
            parts.append(head + body)
            self.variables.update(self.used)
        names = {}
        self.inside = True
        while self.fragments:
            name, on = self.fragments.pop()
            if name in names:
                continue
            names[name] = on
            self.used = {}
            parts.append(f"fragment {name} on {on}{self.directives(0.03)}{self.selections(on, 2)}")
        rng.shuffle(parts)
        return "\n".join(parts)

    def variable(self, name, type_):
        text = f"${name}: {type_}"
        if self.chance(0.25):
            text += " = " + self.value(type_, False)
        return text + self.directives(0.01)

    def directives(self, p=0.08):
        if not self.chance(p):
            return ""
        name = self.rng.choice(["skip", "include"] * 10 + ([] if self.tame else ["deprecated", "nope"]))
        value = self.rng.choice(["true", "false", ""]) or ("true" if self.inside else self.use("Boolean!"))
        return f" @{name}(if: {value})" + (self.directives(0.2))

    def use(self, type_):
        name = self.rng.choice("abcdefgh")
        while name in self.used and self.used[name] != type_ and self.chance(1 if self.tame else 0.8):
            name += "2"
        if name not in self.used and self.chance(0.97):
            self.used[name] = type_ if self.tame or self.chance(0.85) else self.rng.choice(self.types)
        return "$" + name

    def value(self, type_, variables=True):
        rng = self.rng
        if variables and self.chance(0.02 if self.inside else 0.25):
            return self.use(type_)
        if self.chance(0.06):
            return rng.choice(["null", "1", '"x"', "X", "{}", "[]", "1.5", "true", "[1, 2]", "{from: 1}"])
        if type_.endswith("!"):
            return self.value(type_[:-1], variables)
        if self.chance(0.05):
            return "null"
        if type_.startswith("["):
            if self.chance(0.2):
                return self.value(type_[1:-1], variables)
            return "[" + ", ".join(self.value(type_[1:-1], variables) for _ in range(rng.randrange(3))) + "]"
        if type_ == "Int":
            return rng.choice(["0", "1", "-5", "2147483647"] * 5 + ["2147483648", "1.0", "123456789012345678901"])
        if type_ == "Float":
            return rng.choice(["0", "1.5", "-2e3", "3", "1e40"])
        if type_ == "ID":
            return rng.choice(['"a"', "5", '"5"', "-0"] * 5 + ["1.5"])
        if type_ == "String":
            return rng.choice(['"a"', '""', '"""b\n  c"""', '"\\u{e9}\\n"', '"é😀"'] * 5 + ["1"])
        if type_ == "Boolean":
            return rng.choice(["true", "false"] * 9 + ["1"])
        if type_ == "Unit":
            return rng.choice(["CM", "INCH"] * 9 + ["MM", '"CM"'])
        if type_ == "Range":
            fields = []
            if self.chance(0.9):
                fields.append("to: " + self.value("Int!", variables))
            if self.chance(0.5):
                fields.append("from: " + self.value("Int", variables))
            if self.chance(0.05):
                fields.append("x: 1")
            if self.chance(0.03):
                fields.append("to: 1")
            return "{" + ", ".join(fields) + "}"
        if type_ == "PetBy":
            fields = [f"{rng.choice(['id', 'name'])}: " + self.value("ID!", variables)]
            if self.chance(0.07):
                fields.append("name: " + self.value("String", variables))
            if self.chance(0.05):
                fields = []
            return "{" + ", ".join(fields) + "}"
        return "null"

    def selections(self, on, depth):
        rng = self.rng
        parts = []
        for _ in range(rng.randrange(1, 5 if depth < 2 else 4)):
            r = rng.random()
            if r < 0.12:
                name = f"F{len(self.fragments)}x{rng.randrange(10_000)}" if self.tame else rng.choice("FGHIJ")
                if self.chance(0.95):
                    self.fragments.append((name, self.related(on)))
                parts.append(f"...{name}{self.directives(0.05)}")
            elif (r < 0.3 or not self.fields.get(on, [])) and depth < 5:
                if self.chance(0.15):
                    parts.append(f"...{self.directives()}{self.selections(on, depth + 1)}")
                else:
                    target = self.related(on)
                    parts.append(f"... on {target}{self.directives(0.05)}{self.selections(target, depth + 1)}"
                                 if target in self.fields else f"... on {target} {{id}}")
            elif self.chance(0.1) or not self.fields.get(on, []):
                parts.append("__typename")
            else:
                parts.append(self.field(on, depth))
        return " {" + rng.choice([" ", "\n", ", "]).join(parts) + "}"

    def related(self, on):
        near = {"Query": ["Query"], "Subscription": ["Subscription"], "Pet": ["Cat", "Dog", "Named", "Node", "Pet"],
                "Cat": ["Cat", "Named", "Node", "Pet"], "Dog": ["Dog", "Named", "Pet"],
                "Node": ["Node", "Cat", "Dog", "Named"], "Named": ["Named", "Cat", "Node"]}
        if self.chance(0.06):
            return self.rng.choice(["Cat", "Dog", "Query", "Unit", "Nope", "Range"])
        return self.rng.choice(near.get(on, ["Cat"]))

    def field(self, on, depth):
        rng = self.rng
        name = rng.choice(self.fields.get(on, []))
        if depth > 3 and name in self.composite:
            name = "id"
        if self.chance(0.03):
            name = rng.choice(["barks", "nope", "name"])
        text = name
        if self.chance(0.7 if self.arguments.get(name) else 0.2):
            # Mostly an alias of its own, so that fields rarely conflict.
            text = (rng.choice(["x", "y", "id", "name"]) if self.chance(0.1) else f"k{rng.randrange(10_000)}") + ": " + text
        arguments = []
        for argument, type_ in self.arguments.get(name, []) if name != "id" or on == "Query" else []:
            required = type_.endswith("!")
            if self.chance(1 if self.tame and required else 0.96 if required else 0.5 if name != "pets" else 0.1):
                arguments.append(f"{argument}: {self.value(type_)}")
        if self.chance(0.02):
            arguments.append("nope: 1")
        if self.chance(0.01) and arguments:
            arguments.append(arguments[0])
        if arguments:
            text += "(" + ", ".join(arguments) + ")"
        text += self.directives(0.05)
        if name in self.composite:
            if not self.chance(0.02):
                text += self.selections(self.composite[name], depth + 1)
        elif self.chance(0.01):
            text += " {id}"
        return text

    def inputs(self):
        """Values for the variables, mostly right."""
        result = {}
        for name, type_ in self.variables.items():
            if self.chance(0.85):
                result[name] = self.input(type_)
        if self.chance(0.05):
            result["unknown"] = 1
        return result

    def input(self, type_):
        rng = self.rng
        if self.chance(0.07):
            return rng.choice([None, 1, "x", 1.5, True, [], {}, [1, None], {"to": 1}, 1.0, 2 ** 31])
        if type_.endswith("!"):
            return self.input(type_[:-1])
        if self.chance(0.06):
            return None
        if type_.startswith("["):
            return [self.input(type_[1:-1]) for _ in range(rng.randrange(3))]
        return {
            "Int": lambda: rng.choice([0, 5, -7, 3.0]), "Float": lambda: rng.choice([1, 2.5]),
            "ID": lambda: rng.choice(["a", 5]), "String": lambda: "s", "Boolean": lambda: rng.choice([True, False]),
            "Unit": lambda: rng.choice(["CM", "INCH", "MM"]), "Range": lambda: {"to": 4},
            "PetBy": lambda: rng.choice([{"id": "1"}, {"name": "n"}, {"id": "1", "name": None}, {}]),
        }[type_]()


def broken(rng, text):
    """A document with something cut, doubled or put in."""
    position = rng.randrange(len(text) + 1)
    kind = rng.randrange(4)
    if kind == 0:
        return text[:position] + text[position + rng.randrange(1, 6):]
    if kind == 1:
        other = text[position:position + rng.randrange(1, 8)]
        return text[:position] + other + text[position:]
    piece = rng.choice(["{", "}", "(", ")", "[", "]", "$", "...", ":", "!", "|", "&", "@", "=", '"', '"""', "\\", "#",
                        "\r", "\n", " on ", "1a", "01", "-", ".", "'", "\x00", "é", "😀", '"\\u{110000}"', '"\\uD83D"',
                        "fragment ", "query ", "null", "true", "\ufeff", "extend ", "type T {a: Int}"])
    return text[:position] + piece + text[position:]


def resolvers(schema):
    def argument(name):
        return lambda _source, _info, **values: values.get(name)

    def text(name):
        return lambda _source, _info, **values: json.dumps(values[name], sort_keys=True) if name in values else None

    fields = schema.query_type.fields
    for name, of in [("text", "value"), ("number", "value"), ("flag", "value"), ("id", "value"), ("int", "value"),
                     ("day", "unit")]:
        fields[name].resolve = argument(of)
    fields["sum"].resolve = lambda _source, _info, numbers: sum(numbers)
    fields["grid"].resolve = text("cells")
    fields["range"].resolve = text("in")
    for name in DATA:
        fields[name].resolve = lambda _source, _info, _name=name, **_: DATA[_name]


def judge(schema, text, variables):
    case = {"document": text, "variables": variables}
    try:
        document = parse(text, allow_empty_selection_sets=False)
    except GraphQLError as error:
        case["syntax"] = places(error)
        return case
    errors = validate(schema, document)
    case["printed"] = print_ast(document)
    case["validation"] = [[rule(error), places(error)] for error in errors]
    if not errors:
        result = execute(schema, document, variable_values=variables)
        case["data"] = result.data
        case["errors"] = [["/".join(map(str, error.path or ())), places(error)] for error in result.errors or ()]
        case["operations"] = len([d for d in document.definitions if d.kind == "operation_definition"])
        case["subscription"] = any(getattr(d, "operation", None) and d.operation.value == "subscription"
                                   for d in document.definitions)
    return case


def documents(seed, count, path):
    tag_errors()
    rng = random.Random(seed)
    schema = build_schema(open(path, encoding="utf-8").read())
    resolvers(schema)
    maker = Maker(rng)
    cases = []
    for _ in range(count):
        text = maker.document()
        variables = maker.inputs()
        if rng.random() < 0.2:
            text = broken(rng, text)
        cases.append(judge(schema, text, variables))
    print(json.dumps({"data": DATA, "cases": cases}))


SDL = """
"A schema" schema @tag(name: "x") { query: Query mutation: Change }
directive @tag(name: String! = "n", many: [Int!]) repeatable on SCHEMA | OBJECT | FIELD_DEFINITION
interface Node { id: ID! }
interface Named implements Node { id: ID! name(short: Boolean = false): String }
type Query implements Node & Named @tag { id: ID! name(short: Boolean = false, more: Int): String cats: [Cat!]! @deprecated }
type Cat implements Node { id: ID! both: Both kind(of: Kind = ONE): Kind }
type Change { set(by: By, range: Range = {to: 3}): Date }
union Both = Cat | Query
enum Kind { ONE TWO @deprecated(reason: "old") }
input By @oneOf { id: ID name: String }
input Range { from: Int = 0 to: Int! next: Range inner: Inner = {x: 1} }
input Inner { x: Int = 4 y: [Int!] = [1, 2] old: Int @deprecated }
scalar Date @specifiedBy(url: "https://example.org")
extend type Cat implements Named { name(short: Boolean = false): String }
extend enum Kind { THREE }
extend union Both = Change
"""


# What goes wrong with schemas: a piece of the text, and what may stand there instead.
EDITS = [
    (r"\b(Int|ID|String|Boolean|Date)\b", ["Cat", "Kind", "By", "Range", "Both", "Nope", "Int", "String"]),
    (r"\b(Cat|Both|Kind|Inner|Named|Node|Change)\b", ["Int", "Kind", "Cat", "Node", "Nope", "Query", "Range"]),
    (r"!", ["", "! @deprecated", "! @tag"]),
    (r": (Int|ID|String)\b", [": Int = 1", ': String = "x"', ": ID = null", ": [Int!]!", ": Int @deprecated"]),
    (r"= \S+", ["", "= 1", '= "x"', "= null", "= {}", "= {x: 2, z: 1}", "= [1, null]", "= ONE"]),
    (r"\b(id|name|to|from|next|inner|x|y|ONE|TWO)\b", ["id", "name", "__x", "to", "x", "ONE"]),
    (r"@\w+", ["@nope", "@oneOf", "@deprecated", "@tag", '@deprecated(reason: null)', '@tag(name: "a", name: "b")']),
    (r"implements [\w& ]+", ["", "implements Cat ", "implements Named ", "implements Node & Node "]),
    (r"\b(type|interface|union|input|enum)\b", ["extend type", "extend input", "type", "interface", "input"]),
    (r"$", ["input A { a: A! }", "input A { a: B! } input B { b: A! }", "scalar Cat", "enum E { A A }",
            "input A { b: A = {} }", "input A { b: B = {} } input B { a: A = {} }", "schema { query: Cat }",
            "extend schema { subscription: Cat }", "extend type Nope { a: Int }", "extend union Both = Cat",
            "type Empty", "union None", "input A @oneOf { a: A }", "input A @oneOf { a: Int! b: Int = 1 }",
            "interface I implements I { a: Int }", "directive @x(a: Cat, b: Int! @deprecated) on FIELD",
            "extend type Cat { id: ID! }", "extend input Range { to: Int }", "extend type Cat @tag"]),
]


def schemas(seed, count):
    import re

    from graphql.validation.validate import validate_sdl

    rng = random.Random(seed)
    cases = []
    for _ in range(count):
        text = SDL
        for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 3])):
            pattern, pieces = rng.choice(EDITS)
            found = rng.choice(list(re.finditer(pattern, text)) or [None])
            if found:
                text = text[:found.start()] + rng.choice(pieces) + text[found.end():]
        case = {"document": text}
        try:
            errors = validate_sdl(parse(text))
            case["errors"] = [[error.message, places(error)] for error in errors]
            if not errors:
                errors = validate_schema(build_schema(text, assume_valid_sdl=True))
                case["errors"] = [[error.message, places(error)] for error in errors]
        except GraphQLError as error:
            case["syntax"] = places(error)
        except Exception as error:
            case["crash"] = repr(error)
        cases.append(case)
    print(json.dumps({"cases": cases}))


def introspection(path):
    query = get_introspection_query(
        descriptions=False, specified_by_url=True, directive_is_repeatable=True, schema_description=True,
        input_value_deprecation=True, one_of=True)
    schema = build_schema(open(path, encoding="utf-8").read())
    full = get_introspection_query(
        descriptions=True, specified_by_url=True, directive_is_repeatable=True, schema_description=True,
        input_value_deprecation=True, one_of=True)
    print(json.dumps({"query": query, "full": full, "data": graphql_sync(schema, query).data}))


def accepts(_):
    """Reads an introspection result from standard input and prints the schema that a client makes of it."""
    from graphql import build_client_schema, print_schema
    print(print_schema(build_client_schema(json.load(sys.stdin))))


if __name__ == "__main__":
    if sys.argv[1] == "documents":
        documents(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    elif sys.argv[1] == "schemas":
        schemas(int(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1] == "introspection":
        introspection(sys.argv[2])
    else:
        accepts(None)
