package fault_test

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
	"baodan/insurance/fault"
)

// categories are what each code tells its caller to do. A code never moves to another one: callers act by it.
var categories = map[fault.Category]string{
	fault.CategoryInput: "INVALID_VALUE REQUIRED NOT_FOUND UNSAFE_URL BAD_CREDENTIALS SECOND_FACTOR_REQUIRED",
	fault.CategoryBusiness: "REQUEST_MISMATCH CONFLICT INVALID_STATE RULE_REFUSED PRODUCT_OFF_SALE CHANNEL_CLOSED NOT_AGREED PREMIUM_MISMATCH " +
		"PREVIEW_CHANGED DUPLICATE_COVER QUOTE_EXPIRED QUOTA_EXHAUSTED BALANCE_TOO_LOW NOTHING_OPEN LOCKED_OUT FOUR_EYES LIMIT_REACHED INVOICE_EXISTS",
	fault.CategoryProtocol: "BAD_REQUEST GRAPHQL_PARSE_FAILED GRAPHQL_VALIDATION_FAILED VARIABLE_INVALID OPERATION_NOT_FOUND ONE_MUTATION_PER_REQUEST " +
		"UNSUPPORTED_MEDIA_TYPE NOT_ACCEPTABLE METHOD_NOT_ALLOWED CURSOR_INVALID",
	fault.CategoryAuthentication: "UNAUTHENTICATED SIGNATURE_MISSING SIGNATURE_MALFORMED SIGNATURE_STALE SIGNATURE_INVALID DIGEST_MISMATCH UNKNOWN_KEY " +
		"COMPONENT_MISSING COMPONENT_UNSUPPORTED PARAMETER_MISSING ALGORITHM_MISMATCH NONCE_REUSED SETUP_REQUIRED CROSS_ORIGIN",
	fault.CategoryAuthorization: "FORBIDDEN",
	fault.CategoryLimit:         "BODY_TOO_LARGE QUERY_TOO_COMPLEX QUERY_TOO_DEEP QUERY_TOO_MANY_ALIASES QUERY_TOO_MANY_FIELDS QUERY_TOO_MANY_TOKENS ANSWER_TOO_LARGE THROTTLED",
	fault.CategoryInternal:      "TIMEOUT UNAVAILABLE INTERNAL",
}

// retryable codes are those whose request may succeed later as it is.
const retryable = " CONFLICT LOCKED_OUT LIMIT_REACHED THROTTLED TIMEOUT UNAVAILABLE INTERNAL "

// Every code is registered with its category and whether to come again; there is none beside them.
func TestEveryCodeTellsWhatToDo(t *testing.T) {
	t.Parallel()
	n := 0
	for category, codes := range categories {
		for _, text := range strings.Fields(codes) {
			n++
			entry, there := fault.Registry[fault.Code(text)]
			require.True(t, there, text)
			assert.Equal(t, category, entry.Category, text)
			assert.Equal(t, strings.Contains(retryable, " "+text+" "), entry.Retryable, text)
			assert.Equal(t, entry, fault.Code(text).Entry())
		}
	}
	assert.Len(t, fault.Registry, n)
}

// Every code has a sentence in both languages, and no two codes share one.
func TestEveryCodeHasBothLanguages(t *testing.T) {
	t.Parallel()
	seen := map[string]fault.Code{}
	for code, entry := range fault.Registry {
		assert.Regexp(t, `^[A-Z]+(_[A-Z]+)*$`, string(code))
		assert.True(t, strings.ContainsFunc(entry.Zh, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || entry.Zh == "", code)
		assert.NotEmpty(t, entry.Zh, code)
		assert.Regexp(t, `^[a-zA-Z][ -~]+[^.]$`, entry.En, code)
		for _, sentence := range []string{entry.Zh, entry.En} {
			assert.Empty(t, seen[sentence], "%s: %s", code, sentence)
			seen[sentence] = code
		}
	}
}

// A code that is declared is registered: one that is not reads as INTERNAL.
func TestEveryDeclaredCodeIsRegistered(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("code.go")
	require.NoError(t, err)
	declared := regexp.MustCompile(`(?m)^\tCode\w+ +Code = "(\w+)"$`).FindAllStringSubmatch(string(text), -1)
	require.Len(t, declared, len(fault.Registry))
	for _, d := range declared {
		assert.Contains(t, fault.Registry, fault.Code(d[1]))
	}
	assert.Equal(t, fault.Registry[fault.CodeInternal], fault.Code("NOBODY_KNOWS").Entry())
}

// A fault reads as code, place and detail in a log, and as a sentence and the detail for its caller.
func TestAFaultReadsInLogsAndAnswers(t *testing.T) {
	t.Parallel()
	cases := []struct {
		fault       fault.Fault
		log, en, zh string
	}{
		{fault.New(fault.CodeRequired, ""), "REQUIRED", "a value is missing that this product asks for", "缺少本产品要求的值"},
		{fault.New(fault.CodeRequired, "", "risk"), "REQUIRED at risk", "a value is missing that this product asks for", "缺少本产品要求的值"},
		{fault.New(fault.CodeRequired, "weight", "risk", "factors"), "REQUIRED at risk.factors: weight", "a value is missing that this product asks for: weight", "缺少本产品要求的值：weight"},
		{fault.Newf(fault.CodeConflict, "version %d", 3), "CONFLICT: version 3", "somebody changed it meanwhile: version 3", "对象已被他人修改"},
		{fault.New(fault.CodeRequired, "is needed", "risk", "factors", "weight"), "REQUIRED at risk.factors.weight: is needed", "weight is needed", "weight 必填"},
		{fault.New(fault.CodeConflict, "the channel's terms changed since this was asked"), "CONFLICT: the channel's terms changed since this was asked", "the channel's terms changed since this was asked", "申请后渠道条款已变更"},
		{fault.New(fault.CodeInvalidValue, "an address has at most 500 characters", "url"), "INVALID_VALUE at url: an address has at most 500 characters", "url is refused: an address has at most 500 characters", "url 不符合要求：地址最多 500 个字符"},
		{fault.New(fault.CodeInvalidValue, "nobody has put this into Chinese", "roles", "0"), "INVALID_VALUE at roles.0: nobody has put this into Chinese", "roles is refused: nobody has put this into Chinese", "roles 不符合要求"},
		{fault.New(fault.CodeVariableInvalid, "must be one of red, blue"), "VARIABLE_INVALID: must be one of red, blue", "a variable does not fit its type: must be one of red, blue", "变量与类型不符：须为以下之一：red, blue"},
	}
	for _, c := range cases {
		assert.EqualError(t, c.fault, c.log)
		assert.Equal(t, c.en, c.fault.Message("en"))
		assert.Equal(t, c.en, c.fault.Message(""))
		assert.Equal(t, c.zh, c.fault.Message("zh"))
		assert.Equal(t, c.fault, c.fault.Base())
	}
	assert.Empty(t, fault.Newf(fault.CodeConflict, "version %d", 3).Path)
}

// At puts a path below another one and leaves the fault it was asked of, and its parent, alone.
func TestAtPutsAPathBelowAnother(t *testing.T) {
	t.Parallel()
	inner := fault.New(fault.CodeRequired, "weight", "factors", "weight")
	parent := append(make([]string, 0, 8), "risk", "0")
	outer := inner.At(parent...)
	other := fault.New(fault.CodeRequired, "", "other").At(parent...)
	assert.Equal(t, []string{"risk", "0", "factors", "weight"}, outer.Path)
	assert.Equal(t, []string{"risk", "0", "other"}, other.Path)
	assert.Equal(t, []string{"factors", "weight"}, inner.Path)
	assert.Equal(t, []string{"risk", "0"}, parent)
	assert.Equal(t, []any{fault.CodeRequired, "weight"}, []any{outer.Code, outer.Detail})
	assert.Equal(t, []string{"a"}, fault.New(fault.CodeRequired, "").At("a").Path)
}

// All finds the faults of an error, however it is wrapped: one, a list, a typed one; an error that is none has none.
func TestAllFindsTheFaultsOfAnError(t *testing.T) {
	t.Parallel()
	a, b := fault.New(fault.CodeRequired, "a"), fault.New(fault.CodeNotFound, "b")
	typed := fault.RuleRefused{Fault: fault.New(fault.CodeRuleRefused, "c"), Rule: "age"}
	plain := errors.New("disk full")
	assert.Equal(t, fault.List{a}, fault.All(a))
	assert.Equal(t, fault.List{a}, fault.All(fmt.Errorf("issue: %w", a)))
	assert.Equal(t, fault.List{a, b}, fault.All(fault.List{a, b}))
	assert.Equal(t, fault.List{a, typed}, fault.All(fmt.Errorf("issue: %w", fault.List{a, typed})))
	assert.Equal(t, fault.List{typed}, fault.All(fmt.Errorf("issue: %w", typed)))
	assert.Equal(t, fault.List{a}, fault.All(errors.Join(plain, a)), "beside another error")
	assert.Equal(t, fault.List{a, b}, fault.All(errors.Join(plain, fault.List{a, b})))
	assert.Nil(t, fault.All(plain))
	assert.Nil(t, fault.All(nil))
	assert.EqualError(t, fault.List{a, typed, b}, "REQUIRED: a; RULE_REFUSED: c; NOT_FOUND: b")
	assert.EqualError(t, fault.List{a}, "REQUIRED: a")
}

// Has tells whether any of an error's faults has a code.
func TestHasFindsACode(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("issue: %w", fault.List{fault.New(fault.CodeRequired, ""), fault.PremiumMismatch{Fault: fault.New(fault.CodePremiumMismatch, "")}})
	assert.True(t, fault.Has(err, fault.CodeRequired))
	assert.True(t, fault.Has(err, fault.CodePremiumMismatch))
	assert.False(t, fault.Has(err, fault.CodeNotFound))
	assert.False(t, fault.Has(errors.New("REQUIRED"), fault.CodeRequired))
	assert.False(t, fault.Has(nil, fault.CodeRequired))
	assert.True(t, fault.Has(fault.RequestMismatch{Fault: fault.New(fault.CodeRequestMismatch, ""), Differs: []string{"planCode"}}, fault.CodeRequestMismatch))
}

// A refusal of a product's rule speaks in the rule's own words, without the detail for developers.
func TestARefusalSpeaksInTheRulesWords(t *testing.T) {
	t.Parallel()
	var err error = fault.RuleRefused{
		Fault: fault.New(fault.CodeRuleRefused, "buyerRiskScore > 80", "risk"), Rule: "risk",
		Sentence: rule.Text{Zh: "风险分过高", En: "the score is too high"}, Facts: []rule.Fact{{Name: "buyerRiskScore", Value: "81"}},
	}
	var refused fault.RuleRefused
	require.ErrorAs(t, fmt.Errorf("issue: %w", err), &refused)
	assert.Equal(t, "风险分过高", refused.Message("zh"))
	assert.Equal(t, "the score is too high", refused.Message("en"))
	assert.Equal(t, "the score is too high", refused.Message(""))
	assert.Equal(t, fault.CodeRuleRefused, refused.Base().Code)
	assert.Equal(t, []string{"risk"}, refused.Base().Path)
}
