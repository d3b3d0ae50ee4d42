package web

import (
	"bytes"
	"html/template"
	"net/http"
	"slices"

	"baodan/insurance/fault"
)

// errorCodes is a page about every code of an error, in both languages: where docUrl of an error points. It is made from the registry.
func errorCodes(w http.ResponseWriter, _ *http.Request) {
	type row struct {
		Code fault.Code
		fault.Entry
	}
	var rows []row
	for code, entry := range fault.Registry {
		rows = append(rows, row{code, entry})
	}
	slices.SortFunc(rows, func(a, b row) int {
		if a.Code < b.Code {
			return -1
		}
		return 1
	})
	var page bytes.Buffer
	if err := errorPage.Execute(&page, rows); err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	w.Write(page.Bytes()) //nolint:errcheck // the reader is gone; there is nobody to tell
}

var errorPage = template.Must(template.New("errors").Parse(`<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>错误代码 · Error codes</title>
<style>body{font:15px/1.6 sans-serif;max-width:960px;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #ddd;padding:.5em;text-align:left;vertical-align:top}tr:target{background:#fff3c4}</style></head>
<body><h1>错误代码 · Error codes</h1>
<p>代码不会改变含义。按类别决定怎么办：INPUT 改输入，BUSINESS 是产品、契约或状态不允许，PROTOCOL 改程序，AUTHENTICATION 改凭证，
AUTHORIZATION 请有权的人办，LIMIT 少要一些或稍后再来，INTERNAL 是我们的问题，用同一请求号重试。</p>
<p lang="en">A code never gets another meaning. Its category says what to do: INPUT correct the input, BUSINESS the product, agreement or
state says no, PROTOCOL correct the program, AUTHENTICATION correct the credentials, AUTHORIZATION ask somebody who may, LIMIT ask for
less or later, INTERNAL ours: try again with the same number.</p>
<table><tr><th>代码 Code</th><th>类别 Category</th><th>可重试 Retryable</th><th>含义 Meaning</th></tr>
{{range .}}<tr id="{{.Code}}"><td><code>{{.Code}}</code></td><td>{{.Category}}</td><td>{{if .Retryable}}是 yes{{else}}否 no{{end}}</td>
<td>{{.Zh}}<br><span lang="en">{{.En}}</span></td></tr>
{{end}}</table></body></html>
`))
