package insurance_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/servicing"
)

// Functions beside fault.New and fault.Newf that are given what is wrong, as a text.
var tellers = []string{"bad", "wrong", "refuse", "late", "not", "invalid", "fail", "fourEyes", "refused", "declined"}

// Files that speak to those who write a product file or run the program; they are told in English.
var forAuthors = []string{
	"insurance/catalog/bundle.go", "insurance/catalog/publish.go", "insurance/catalog/example", "insurance/audit/", "insurance/check/",
}

// Functions that are told what is wrong with a product file behind where that is.
var fileTellers = []string{"fault", "Add", "add", "wrong", "refuse"}

// ofFile marks details of product files.
const ofFile = "a product file: "

// hintBehind is where a sentence has room for what was meant.
var hintBehind = regexp.MustCompile(`(?:[a-z']|%s)%s$`)

var verb = regexp.MustCompile(`%[sdvq]`)

// Whatever a channel or a person may be told in Chinese is Chinese as a whole.
func TestEveryDetailIsChinese(t *testing.T) {
	t.Parallel()
	details := map[string]string{} // where each is told
	for _, root := range []string{"../insurance", "../engine/rule", "../engine/rating", "../graph", "../server/web"} {
		require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			name := strings.TrimPrefix(filepath.ToSlash(path), "../")
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(name, "graph/exec/") ||
				slices.ContainsFunc(forAuthors, func(p string) bool { return strings.HasPrefix(name, p) }) {
				return err
			}
			for _, detail := range detailsIn(t, path) {
				details[detail] = name
			}
			return nil
		}))
	}
	require.Greater(t, len(details), 300)
	for detail, where := range details {
		if !fault.English(strings.ReplaceAll(detail, "%s", "AB")) {
			continue // a name, which is the same in every language
		}
		if about, ofFile := strings.CutPrefix(detail, ofFile); ofFile {
			mistake := strings.ReplaceAll(about, "%s", "12")
			assert.NotEqual(t, mistake, fault.FileMistake(mistake), "%s: no Chinese for %q", where, about)
			assert.False(t, fault.English(fault.FileMistake(mistake)), "%s: %s", where, about)
			continue
		}
		text := fault.New(fault.CodeConflict, strings.ReplaceAll(detail, "%s", "AB")).Message("zh")
		assert.NotEqual(t, fault.CodeConflict.Entry().Zh, text, "%s: no Chinese for %q", where, detail)
		assert.False(t, fault.English(text), "%s: %s", where, text)
	}
}

// detailsIn are the details that a file tells, %s for what is put in.
func detailsIn(t *testing.T, path string) (details []string) {
	source, err := os.ReadFile(path)
	require.NoError(t, err)
	file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
	require.NoError(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		var told []ast.Expr
		switch f := call.Fun.(type) {
		case *ast.SelectorExpr:
			if x, ok := f.X.(*ast.Ident); ok && x.Name == "fault" && (f.Sel.Name == "New" || f.Sel.Name == "Newf" || f.Sel.Name == "Changed") {
				told = call.Args[1:2]
			} else if aboutFile := mistakeTold(path, f, call); aboutFile != "" {
				details = append(details, ofFile+aboutFile)
			} else if slices.Contains(tellers, f.Sel.Name) {
				told = call.Args
			}
		case *ast.Ident:
			if slices.Contains(tellers, f.Name) {
				told = call.Args
			}
		}
		for _, one := range told {
			if detail, literal := template(one); literal {
				details = append(details, verb.ReplaceAllString(detail, "%s"))
			}
		}
		return true
	})
	return details
}

// mistakeTold is the mistake of a product file that a call tells; empty where it tells none.
func mistakeTold(path string, f *ast.SelectorExpr, call *ast.CallExpr) string {
	arguments := call.Args[min(1, len(call.Args)):]
	if f.Sel.Name == "refuse" {
		arguments = call.Args
	}
	if x, ok := f.X.(*ast.Ident); ok && x.Name == "fmt" && f.Sel.Name == "Errorf" && strings.Contains(path, "engine/rule/") {
		arguments = call.Args[:1]
	} else if !slices.Contains(fileTellers, f.Sel.Name) || !strings.Contains(path, "engine/") && !strings.Contains(path, "insurance/catalog/") {
		return ""
	}
	for _, one := range arguments {
		text, literal := template(one)
		if literal && strings.Contains(text, " ") && !strings.Contains(text, "%w") && !strings.HasPrefix(text, "stored facts") {
			text = verb.ReplaceAllString(text, "%s")
			for hintBehind.MatchString(text) {
				text = strings.TrimSuffix(text, "%s")
			}
			if strings.Trim(strings.TrimPrefix(text, "row "), "%s: ") == "" {
				return "" // a frame of others
			}
			return text
		}
	}
	return ""
}

// template is a text with %s for what is no literal; literal tells whether there is any.
func template(e ast.Expr) (text string, literal bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, a := template(e.X)
		right, b := template(e.Y)
		return left + right, a || b
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" {
			return template(e.Args[0])
		}
	}
	return "%s", false
}

// Every code, and every reason that is the core's, reads in Chinese.
func TestEveryCodeAndReasonIsChinese(t *testing.T) {
	t.Parallel()
	sentences := map[string]string{}
	for code, entry := range fault.Registry {
		sentences[string(code)] = entry.Zh
	}
	for _, reason := range claims.Reasons() {
		sentences[reason.Code] = reason.Sentence.Zh
	}
	for code, sentence := range servicing.Reasons() {
		sentences[code] = sentence.Zh
	}
	for code, sentence := range sentences {
		assert.False(t, fault.English(sentence), "%s: %s", code, sentence)
		assert.True(t, strings.ContainsFunc(sentence, func(r rune) bool { return unicode.Is(unicode.Han, r) }), "%s: %s", code, sentence)
	}
}

// What has no Chinese text is left out of a Chinese message; names and values stay as they are.
func TestNoMessageIsHalfEnglish(t *testing.T) {
	t.Parallel()
	for detail, message := range map[string]string{
		"the policy expired at 2026-11-29T08:00:00Z":            "保单已于 2026-11-29T08:00:00Z 到期",
		"the terms do not let the insurer ask to renew":         "条款不允许保险公司申请续保",
		"agreement AG-1 does not permit quoting and issuing":    "契约 AG-1 不允许报价和承保",
		"by its content it is no JPEG, PNG or PDF":              "按内容不是允许的文件类型",
		"numbers: a number is 1 to 24 visible ASCII characters": "numbers：号码为 1 至 24 个可见 ASCII 字符",
		"must be one of red, blue":                              "值的格式或范围不正确：须为以下之一：red, blue",
		"weightKg":                                              "值的格式或范围不正确：weightKg",
		"something that nobody has put into Chinese":            "值的格式或范围不正确",
		"plan some other words is there twice":                  "值的格式或范围不正确",
		strings.Repeat("a b ", 10_000):                          "值的格式或范围不正确",
		"":                                                      "值的格式或范围不正确",
	} {
		assert.Equal(t, message, fault.New(fault.CodeInvalidValue, detail).Message("zh"))
	}
	said := fault.New(fault.CodeRequired, "The parcel is needed")
	said.Zh = "须填写包裹"
	assert.Equal(t, "须填写包裹", said.Message("zh"))
	assert.Equal(t, "The parcel is needed", said.Message("en"))
}
