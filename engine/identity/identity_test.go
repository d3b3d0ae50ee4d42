package identity_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"baodan/engine/identity"
)

// What each form takes, and what it does not.
func TestForms(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("a", n) }
	for name, c := range map[string]struct {
		is       func(string) bool
		yes, not []string
	}{
		"number":       {identity.Number, []string{"E1234", "11010519491231002X", "a-b", long(32)}, []string{"", "E 1", "E1\n", "号1", long(33)}},
		"typed number": {identity.TypedNumber, []string{"E1234", "1101 0519 4912 3100 2X", long(40)}, []string{"", "E1\n", "号1", long(41)}},
		"phone":        {identity.Phone, []string{"13812341234", "+86 138-1234 1234", "01012345678", "0571-87654321", "4008001234", "+852 2123 4567", "+1 650-253-0000"}, []string{"", "11", "123", "1381234567", "138123412345", "+852 123", "(010) 12345678", "+", "-110", "1" + long(4), "+1" + strings.Repeat("2", 31)}},
		"typed phone":  {identity.TypedPhone, []string{"95518", "+86 138-1234 1234", "0(10) 12345678"}, []string{"", "110", "1234", "(010) 12345678", "1\n2345"}},
		"some e-mail":  {identity.SomeEmail, []string{"a@b", "张三@例子.中国", long(300) + "@b"}, []string{"", "a", "@b", "a@", "a@b@c", "a b@c"}},
		"e-mail": {identity.Email, []string{"a@b", "张三@例子.中国", long(64) + "@" + long(189)},
			[]string{"", "a", "@b", "a@", "a@b@c", "a b@c", long(65) + "@b", "a@" + long(190)}},
		"mailbox": {identity.Mailbox, []string{"a@b", "a.b+c@example.com", "张三@例子.中国"},
			[]string{"", "a", "A <a@b>", "<a@b>", "a@b, c@d", " a@b", `"a b"@c`, "a@b\r\nBcc: c@d", long(250) + "@b.cn"}},
		"mailable": {identity.Mailable, []string{"a@example.com", "a.b+c@mail.example.com", long(64) + "@example.com"},
			[]string{"", "a@b", "张三@例子.中国", "A <a@example.com>", "a..b@example.com", ".a@example.com", "a@-b.com", "a@b.c1", "a@[127.0.0.1]", "a@b.com\r\nBcc: c@d.com", long(65) + "@example.com",
				"a@" + strings.Repeat(long(60)+".", 4) + "example.com"}},
	} {
		for _, text := range c.yes {
			assert.True(t, c.is(text), "%s: %q", name, text)
		}
		for _, text := range c.not {
			assert.False(t, c.is(text), "%s: %q", name, text)
		}
	}
}

// A resident identity card has 18 signs, a birthday and a check digit; any digit that is mistyped is noticed.
func TestResidentCard(t *testing.T) {
	t.Parallel()
	const card = "11010519491231002X" // the example of the standard
	assert.True(t, identity.ResidentCard(card))
	assert.True(t, identity.ResidentCard("440524188001010014"))
	assert.True(t, identity.ResidentCard("11010519491231002x"))
	for no, looks := range map[string]bool{card: true, "110105194912310021": true, "11010519491231002x": true, card[:17]: false, "E1010519491231002X": false, card + "1": false} {
		assert.Equal(t, looks, identity.LooksResident(no), no)
	}
	for i := range 17 {
		for d := byte('0'); d <= '9'; d++ {
			if other := card[:i] + string(d) + card[i+1:]; other != card {
				assert.False(t, identity.ResidentCard(other), other)
			}
		}
	}
	for _, no := range []string{"", card[:17], card + "1", "1101051949123100é", "A1010519491231002X"} {
		assert.False(t, identity.ResidentCard(no), no)
	}
	assert.False(t, identity.ResidentCard("110105194902300020"), "the 30th of February, with its check digit")
}

// A unified social credit code has 18 signs, none of them I, O, S, V or Z, and a check character; any sign that is mistyped
// is noticed.
func TestCreditCode(t *testing.T) {
	t.Parallel()
	const code = "91350100M000100Y43" // the example of the standard
	for _, code := range []string{code, "91440300708461136T"} {
		assert.True(t, identity.CreditCode(code), code)
	}
	const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for i := range code {
		for _, sign := range alphabet {
			if other := code[:i] + string(sign) + code[i+1:]; other != code {
				assert.False(t, identity.CreditCode(other), other)
			}
		}
	}
	for _, sign := range "IOSVZ" {
		for i := range code {
			assert.False(t, identity.CreditCode(code[:i]+string(sign)+code[i+1:]), "%c at %d", sign, i)
		}
	}
	for _, no := range []string{"", code[:17], code + "3", " " + code, code + "\n", "91350100m000100y43", "9135010０M000100Y43"} {
		assert.False(t, identity.CreditCode(no), no)
	}
	fitting := 0
	for _, check := range alphabet { // one check character belongs to the first 17 signs
		if identity.CreditCode("91350100M000100Y4" + string(check)) {
			fitting++
		}
	}
	assert.Equal(t, 1, fitting)
}
