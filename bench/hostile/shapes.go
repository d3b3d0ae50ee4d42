package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// shapes are all kinds of requests that are sent.
func shapes(w *world) []*shape {
	return slices.Concat(documents(), tokens(), bodies(), schemas(), inputs(w), lists(w), desks(w))
}

// each writes a text for each number, in the place of #.
func each(n int, text string) string {
	var out strings.Builder
	for i := range n {
		out.WriteString(strings.ReplaceAll(text, "#", fmt.Sprint(i)))
	}
	return out.String()
}

func times(n int, text string) string { return strings.Repeat(text, n) }

// explosion of fragments, each of which spreads the next eight times.
func explosion(last string) string {
	text := "{ ...f0 } fragment f9 on Query { " + last + " }"
	for i := range 9 {
		text += fmt.Sprintf(" fragment f%d on Query { %s }", i, times(8, fmt.Sprintf("...f%d ", i+1)))
	}
	return text
}

// chain of fragments, each of which spreads the next.
func chain(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "fragment f%d on Query { ...f%d } ", i, i+1)
	}
	return "{ ...f0 } " + out.String() + fmt.Sprintf("fragment f%d on Query { __typename }", n)
}

// documents that are hard to parse, to count or to validate.
func documents() []*shape {
	const products = "publishedProducts { code version name { zh en } plans { code name { zh en } } documents { kind title { zh en } url sha256 } } "
	return named(map[string]string{
		"an unknown field 4,990 times":                "{" + times(4990, "a ") + "}",
		"__typename 4,990 times":                      "{" + times(4990, "__typename ") + "}",
		"__typename 100 times":                        "{" + times(100, "__typename ") + "}",
		"4,990 unknown fields":                        "{" + each(4990, "a# ") + "}",
		"500 unknown fields":                          "{" + each(500, "a# ") + "}",
		"500 unknown fields below one":                "{ publishedProducts {" + each(499, "a# ") + "} }",
		"2,400 aliases":                               "{" + each(1600, "a#: __typename ") + "}",
		"15 aliases of a large list":                  "{" + each(15, "a#: "+products) + "}",
		"15 fields by three names below one another":  "{" + each(3, "a#: publishedProducts { "+each(4, "b#: plans { code name { zh en } } ")+"} ") + "}",
		"two fields under one name 100 times":         "{ publishedProducts {" + times(7, "x: code x: version ") + times(86, "code ") + "} }",
		"conflicts below conflicts":                   "{" + times(14, "publishedProducts { x: plans { y: code y: name { zh } } } ") + "}",
		"fields nested 1,600 deep":                    times(1600, "{a") + times(1600, "}"),
		"fields nested 15 deep, and wide":             times(14, "{ __typename a ") + "{ b }" + times(14, "}"),
		"lists nested 900 deep in an argument":        "{ a(b: " + times(900, "[") + times(900, "]") + ") }",
		"objects nested 900 deep in an argument":      "{ __type(name: " + times(900, "{a:") + "1" + times(900, "}") + ") { name } }",
		"lists nested 900 deep in a type":             "query($a: " + times(900, "[") + "Int" + times(900, "]") + ") { __typename }",
		"fragments that explode":                      explosion("__typename"),
		"an unknown fragment that explodes":           explosion("...g"),
		"a chain of 550 fragments":                    chain(550),
		"a chain of 90 fragments":                     chain(90),
		"fragments that spread each other":            "{ ...f0 } " + each(60, "fragment f# on Query { "+each(60, "...f# ")+"} ")[:9000] + "} ",
		"100 equal fields in each of 49 fragments":    "{ __typename } " + each(49, "fragment f# on Query {"+times(100, "a ")+"} "),
		"70 equal fields in a fragment of another":    "{ ...f0 } " + each(1, "fragment f# on Query { ...g } ") + "fragment g on Query {" + times(70, "__typename ") + "}",
		"a chain of 60 fragments with unknown fields": strings.ReplaceAll(chain(60), "on Query {", "on Query { a"),
		"a cycle of fragments":                        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
		"70 fragments, each of which spreads all":     "{ ...f0 } " + mesh(30),
		"fragments that nobody uses":                  "{ __typename } " + each(500, "fragment f# on Query { __typename } "),
		"fragments of one name":                       "{ ...f } " + times(500, "fragment f on Query { __typename } "),
		"one field with 100 other arguments":          "{" + each(100, `__type(name: "#") { name } `) + "}",
		"70 places, each with an argument of its own": "{" + each(70, `__schema { types { fields(includeDeprecated: $a#) { name } } } `) + "}",
	})
}

// named shapes are documents by their names.
func named(all map[string]string) (list []*shape) {
	for _, name := range slices.Sorted(maps.Keys(all)) {
		list = append(list, &shape{name: name, document: all[name]})
	}
	return list
}

// tokens are documents of many or large ones.
func tokens() []*shape {
	return named(map[string]string{
		"500 operations":                              each(500, "query q# { __typename } "),
		"500 operations of one name":                  times(500, "query q { __typename } "),
		"500 operations without a name":               times(500, "{ __typename } "),
		"a list of 1,500 values in a fragment of 90":  each(90, "query q# { ...f } ") + "fragment f on Query { a(b: [" + times(1500, "$v ") + "]) }",
		"1,600 arguments that there are not":          "{ publishedProducts(" + each(1600, "a#: 1 ") + ") { code } }",
		"one argument 1,600 times":                    "{ __type(" + times(1600, `name: "a" `) + ") { name } }",
		"one field of an object 1,600 times":          "mutation { login(input: {" + times(1600, `name: "a" `) + "}) { userErrors { code } } }",
		"2,400 values of another type":                "{ __type(name: [" + times(2400, "1 ") + "]) { name } }",
		"2,400 directives":                            "{ __typename " + times(2400, "@a ") + "}",
		"@skip 700 times":                             "{ __typename " + times(700, "@skip(if: false) ") + "}",
		"600 directives on an operation":              "query " + times(600, "@skip(if: true) ") + "{ __typename }",
		"1,200 variables that nobody uses":            "query(" + each(1200, "$a#: Int ") + ") { __typename }",
		"1,200 variables of types that there are not": "query(" + each(1200, "$a#: T# ") + ") { __typename }",
		"one variable 1,200 times":                    "query(" + times(1200, "$a: Int ") + ") { __typename }",
		"600 variables, each used":                    "query(" + each(600, "$a#: Int ") + ") { a(b: [" + each(600, "$a# ") + "]) }",
		"2,400 variables that are not defined":        "{ a(b: [" + each(2400, "$a# ") + "]) }",
		"200 inline fragments in each other":          "{" + times(200, "... on Query {") + "__typename" + times(200, "}") + "}",
		"1,200 inline fragments beside each other":    "{" + times(1200, "... { __typename } ") + "}",
		"a comment of 250 KB":                         "{ __typename } #" + times(250_000, "x"),
		"2,400 comments":                              "{ __typename } " + times(2400, "# x\n"),
		"80,000 comments":                             "{ __typename } " + times(80_000, "#\n"),
		"commas of 250 KB":                            "{ __typename }" + times(250_000, ","),
		"a string of 250 KB":                          `{ __type(name: "` + times(250_000, "x") + `") { name } }`,
		"a string of 30,000 escapes":                  `{ __type(name: "` + times(30_000, `\u00e9`) + `") { name } }`,
		"a block string of 250 KB":                    `{ __type(name: """` + times(250_000, "x") + `""") { name } }`,
		"a block string of 80,000 lines":              `{ __type(name: """` + times(80_000, " \n") + `""") { name } }`,
		"a block string of quotes":                    `{ __type(name: """` + times(50_000, `""x`) + `""") { name } }`,
		"a string without an end":                     `{ __type(name: "` + times(250_000, "x"),
		"a name of 250 KB":                            "{ " + times(250_000, "a") + " }",
		"a number of 250,000 digits":                  "{ publishedProducts { code } a(b: " + times(250_000, "9") + ") }",
		"a number of 250,000 digits for a number":     "query($a: Int = " + times(250_000, "9") + ") { __typename }",
		"an unknown operation among 500":              each(499, "query q# { __typename } ") + "{ a }",
		"a subscription":                              "subscription { a }",
	})
}

// mesh of fragments, each of which spreads all later ones.
func mesh(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "fragment f%d on Query { __typename ", i)
		for j := i + 1; j < n; j++ {
			fmt.Fprintf(&out, "...f%d ", j)
		}
		out.WriteString("} ")
	}
	return out.String()
}

// bodies that are hard to read.
func bodies() []*shape {
	const start = `{"query":"{ __typename }","variables":`
	return []*shape{
		{name: "JSON nested 9,000 deep", raw: []byte(start + times(9000, "[") + times(9000, "]") + "}")},
		{name: "JSON objects nested 9,000 deep", raw: []byte(start + times(9000, `{"a":`) + "1" + times(9000, "}") + "}")},
		{name: "JSON nested 100,000 deep", raw: []byte(start + times(100_000, "["))},
		{name: "120,000 values in variables", raw: []byte(start + `{"a":[` + times(120_000, "1,") + "1]}}")},
		{name: "80,000 objects in variables", raw: []byte(start + `{"a":[` + times(80_000, "{},") + "1]}}")},
		{name: "30,000 variables", raw: []byte(start + "{" + each(20_000, `"a#":1,`) + `"b":1}}`)},
		{name: "one key 40,000 times", raw: []byte(start + "{" + times(40_000, `"a":1,`) + `"b":1}}`)},
		{name: "a variable of 250 KB", raw: []byte(start + `{"a":"` + times(250_000, "x") + `"}}`)},
		{name: "40,000 escapes in a variable", raw: []byte(start + `{"a":"` + times(40_000, `\u00e9`) + `"}}`)},
		{name: "a number of 250,000 digits in a variable", raw: []byte(start + `{"a":` + times(250_000, "9") + "}}")},
		{name: "extensions of 120,000 values", raw: []byte(`{"query":"{ __typename }","extensions":{"a":[` + times(120_000, "1,") + "1]}}")},
		{name: "an array of 5,000 requests", raw: []byte("[" + times(5000, `{"query":"{ __typename }"},`) + `{}]`)},
		{name: "bad UTF-8", raw: []byte("{\"query\":\"{ __typename } # " + times(100_000, "\xff\xfe") + "\"}")},
		{name: "bad UTF-8 at the end of 250 KB", raw: []byte("{\"query\":\"{ __typename } # " + times(250_000, "x") + "\xff\"}")},
		{name: "spaces of 256 KB", raw: []byte(`{"query":"{ __typename }"}` + times(262_000, " "))},
		{name: "no JSON of 256 KB", raw: []byte(times(262_000, "x"))},
		{name: "an empty object", raw: []byte("{}")},
		{name: "a hash of a document that there is not", raw: []byte(`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + times(64, "0") + `"}}}`)},
	}
}

// schemas are what asks for the schema.
func schemas() []*shape {
	const kind = "kind name description ofType { kind name ofType { kind name ofType { kind name } } }"
	whole := "{ description types { kind name description specifiedByURL fields(includeDeprecated: true) { name description args(includeDeprecated: true) { name description defaultValue type { " +
		kind + " } } type { " + kind + " } isDeprecated deprecationReason } inputFields { name description type { " + kind + " } } enumValues(includeDeprecated: true) { name description } " +
		"interfaces { name } possibleTypes { name } } directives { name description args { name description } locations } } "
	return []*shape{
		{name: "the whole schema", document: "{ __schema " + whole + "}", only: channel},
		{name: "the whole schema, 2 times", document: "{" + each(2, "a#: __schema "+whole) + "}", only: channel},
		{name: "the whole schema, to nobody", document: "{ __schema " + whole + "}", only: nobody},
		{name: "types by 15 names", document: "{" + each(15, "a#: __schema { types { name description } } ") + "}"},
		{name: "fields of types of fields", document: "{ __schema { types { fields { type { fields { type { name } } } } } } }"},
		{name: "fields of the root by 14 names", document: "{" + each(14, `a#: __type(name: "Mutation") { fields { name description args { name } } } `) + "}", only: channel},
		{name: "types that there are not", document: "{" + each(15, `a#: __type(name: "x#") { name } `) + "}"},
		{name: "possible types of interfaces of types", document: "{ __schema { types { possibleTypes { interfaces { possibleTypes { name } } } } } }"},
	}
}
