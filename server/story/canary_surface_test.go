package story

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/insurancetest"
)

// What canaries are put in, and where else than in answers they are searched for.

// order is one for account security whose insured is the shop's customer.
func (s *shop) order(no string) map[string]any {
	risk := account(s.canary, "BASIC")
	risk["factors"].(map[string]any)["accountId"] = s.account
	risk["insureds"] = []any{map[string]any{"reference": s.canary, "party": map[string]any{"person": s.customer}}}
	return map[string]any{"in": map[string]any{"orderNo": no, "risk": risk}}
}

func (s *shop) before(hours int) string {
	return s.day.Add(-time.Duration(hours) * time.Hour).Format(time.RFC3339)
}

// returned is a claim for a return of the last days, by the shop's own clock.
func (s *shop) returned(requestNo, policy string) map[string]any {
	return map[string]any{"requestNo": requestNo, "policyNumber": policy, "occurredAt": s.before(48), "facts": map[string]any{
		"returnCarrier": "YTO", "returnTrackingNo": "YT" + s.canary, "shippedBackAt": s.before(48), "receivedAt": s.before(2),
		"refundedAt": s.before(1), "payeeAccount": s.account,
	}}
}

// robbed is a claim for a theft of the last day, with a file.
func (s *shop) robbed(requestNo, file string) map[string]any {
	return map[string]any{"requestNo": requestNo, "policyNumber": s.policy, "occurredAt": s.before(20), "fileIds": []any{file}, "facts": map[string]any{
		"discoveredAt": s.before(10), "reportedAt": s.before(9), "frozenAt": s.before(8), "platformVerdict": "stolen", "sameDevice": false,
		"lossAmount": "100", "payeeAccount": s.account,
		"transactions": []any{map[string]any{"id": requestNo, "at": s.before(20), "amount": "100", "counterparty": s.account}},
	}}
}

// bulkOf starts a bulk issue of the shop's own with a row that fails, which names its customer.
func (f canarySearch) bulkOf(s *shop) {
	f.t.Helper()
	sam := f.enter("sam")
	row := func(no, plan string) string {
		return fmt.Sprintf("%s-%s,%s,%s,%s-acct,2020-01-01T00:00:00+08:00,normal,true,PLATFORM,%s\r\n", s.canary, no, plan, s.canary+no, s.account+no, s.customer["name"])
	}
	file := sam.rows("orderNo,planCode,insuredReference,factors.accountId,factors.openedAt,factors.accountLevel,factors.gifted,payer,name\r\n" + row("B1", "BASIC") + row("B2", "GOLD"))
	a := sam.ask(bulkDocument, map[string]any{"in": map[string]any{"fileId": file, "channelCode": s.code, "mode": "SANDBOX", "agreementCode": "AG-PAY-ASI", "dryRun": false}})
	require.Empty(f.t, a.codes("bulkIssuePolicies"), string(a.Body))
	job := a.at("bulkIssuePolicies", "job", "id").(string)
	doDue(f.t, f.App)
	done := sam.ask(jobDocument, map[string]any{"id": job})
	require.Equal(f.t, []any{"1", "1"}, fields(done.at("job"), "done", "failed"), string(done.Body))
	s.known[job] = true
	status, _, failures := sam.get(done.at("job", "failuresUrl"))
	require.Equal(f.t, http.StatusOK, status)
	s.failures = failures
}

// emailFor has the insurer's people mail something to the shop's customer.
func (f canarySearch) emailFor(s *shop) {
	f.t.Helper()
	in := byMail(s.canary+"-R", s.policy)
	in["note"] = s.canary
	in["recipient"] = map[string]any{"name": s.customer["name"], "email": s.customer["email"]}
	r := f.service("serge", "openServiceRequest", in)
	r = f.service("uma", "takeServiceRequest", onRequest(r, nil))
	file := f.paperFor("uma", s.canary+".pdf", "%PDF-1.7 "+s.canary)
	r = f.service("uma", "attachToServiceRequest", onRequest(r, map[string]any{"fileIds": []string{file}}))
	r = f.service("uma", "mailServiceRequest", onRequest(r, map[string]any{"remark": s.canary}))
	s.learn(r)
	s.known[file] = true
}

// holdsOnly asserts that what one got is their own: it holds nothing of the others.
func (s *shop) holdsOnly(t testing.TB, shops []*shop, text, what string) {
	t.Helper()
	assert.Contains(t, text, s.canary, "%s: %s", s.code, what)
	for _, other := range others(shops, s) {
		for _, secret := range append(other.secrets(), other.policy) {
			assert.NotContains(t, text, secret, "%s: %s", s.code, what)
		}
	}
}

// searchFiles: nobody claims with another's file, and after they tried it is still its owner's.
func (f canarySearch) searchFiles(shops []*shop) {
	f.t.Helper()
	try := func(s *shop, no, file string) *answer {
		return f.ask(s.key, submitDocument, map[string]any{"in": s.robbed(s.canary+no, file)})
	}
	for _, s := range shops {
		for i, other := range others(shops, s) {
			for known := range other.known {
				if strings.HasPrefix(known, "fil_") {
					a := try(s, fmt.Sprint("-T", i), known)
					assert.Equal(f.t, []string{"INVALID_VALUE"}, a.codes("submitClaim"), string(a.Body))
					assert.NotContains(f.t, string(a.Body), other.canary)
				}
			}
		}
	}
	for _, s := range shops {
		a := try(s, "-S", s.spare)
		assert.Empty(f.t, a.codes("submitClaim"), string(a.Body))
		assert.Contains(f.t, string(a.Body), s.canary+"-S")
		a = f.ask(s.key, claimDocument, map[string]any{"no": a.at("submitClaim", "claim", "number")})
		s.holdsOnly(f.t, shops, string(a.Body), "a claim with its file")
		assert.Contains(f.t, string(a.Body), s.spare)
		f.searchOpened(shops, s)
	}
	doDue(f.t, f.App)
}

// searchOpened: the desk opens a file of the shop's and reads that one; its link is nothing to channels.
func (f canarySearch) searchOpened(shops []*shop, s *shop) {
	f.t.Helper()
	a := f.asksOf("cleo", `mutation($in: OpenFileInput!) { openFile(input: $in) { url userErrors { code } } }`, map[string]any{"fileId": s.spare})
	address, _ := a.at("openFile", "url").(string)
	require.NotEmpty(f.t, address, string(a.Body))
	content := follow(f.t, f.App, f.person("cleo"), address[strings.LastIndex(address, "/")+1:])
	defer content.Close()
	text, err := io.ReadAll(content)
	require.NoError(f.t, err)
	s.holdsOnly(f.t, shops, string(text), "its file")
	for _, one := range shops {
		status, text := f.fetch(one, address)
		assert.Equal(f.t, http.StatusNotFound, status, one.code)
		assert.NotContains(f.t, text, s.canary)
	}
}

// fetch reads what is at one of our addresses with a shop's key.
func (f canarySearch) fetch(s *shop, address string) (int, string) {
	f.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, strings.Replace(address, "https://baodan.example", f.URL, 1), nil)
	require.NoError(f.t, err)
	r.Header.Set("Authorization", "Bearer "+s.key)
	response, err := http.DefaultClient.Do(r)
	require.NoError(f.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(f.t, err)
	return response.StatusCode, fmt.Sprint(response.Header) + string(body)
}

// searchDatabase: what any source of personal data keeps sealed stands nowhere in clear.
func (f canarySearch) searchDatabase() {
	f.t.Helper()
	leaks, searched := insurancetest.Leaks(f.t, f.App.Insurance)
	assert.Empty(f.t, leaks)
	assert.Greater(f.t, searched, 10, "customers, their accounts and addresses")
}

// searchDocuments: what a shop gives its customers to read is of the product and holds nobody's.
func (f canarySearch) searchDocuments(shops []*shop) {
	f.t.Helper()
	for _, s := range shops {
		a := f.ask(s.key, `{ offers { documents { url } } publishedProducts { documents { url } } }`, nil)
		require.Empty(f.t, a.Errors, string(a.Body))
		addresses := map[string]bool{f.URL + "/events/policy.issued": true}
		for _, list := range []any{a.at("offers"), a.at("publishedProducts")} {
			for _, one := range list.([]any) {
				for _, d := range one.(map[string]any)["documents"].([]any) {
					addresses[d.(map[string]any)["url"].(string)] = true
				}
			}
		}
		assert.Len(f.t, addresses, 7, "three documents of two products, and what an event looks like")
		for address := range addresses {
			status, text := f.fetch(s, address)
			require.Equal(f.t, http.StatusOK, status, address)
			for _, one := range shops {
				for _, secret := range one.secrets() {
					assert.NotContains(f.t, text, secret, address)
				}
			}
		}
	}
}

// searchExports: an export of one channel holds its policies and no others, and names nobody in clear; its link, and
// that of rows that failed, is nothing to channels.
func (f canarySearch) searchExports(shops []*shop) {
	f.t.Helper()
	for _, s := range shops {
		filter := map[string]any{"mode": "SANDBOX", "channelCodes": []any{s.code}}
		s.holdsOnly(f.t, shops, string(f.as(f.person("serge"), policiesDocument, map[string]any{"f": filter}).Body), "its policies as people find them")
		asked := f.as(f.person("fay"), exportDocument, map[string]any{"in": map[string]any{
			"policies": map[string]any{"filter": filter}, "format": "CSV", "reason": "对账"}})
		require.NotNil(f.t, asked.at("exportList", "job"), string(asked.Body))
		doDue(f.t, f.App)
		a := f.as(f.person("fay"), `{ jobs(filter: { kinds: [EXPORT] }, first: 1) { edges { node { id state resultUrl } } } }`, nil)
		job := a.at("jobs", "edges").([]any)[0].(map[string]any)["node"].(map[string]any)
		require.Equal(f.t, "SUCCEEDED", job["state"], string(a.Body))
		address := job["resultUrl"].(string)
		lines := f.sheet(address[strings.LastIndex(address, "/")+1:])
		assert.Len(f.t, lines, 4, "%s: two policies, and one of its bulk issue", s.code)
		for _, line := range lines[1:] {
			assert.Equal(f.t, s.code, line[2])
		}
		s.holdsOnly(f.t, shops, fmt.Sprint(lines), "its export")
		for _, secret := range s.personal() {
			assert.NotContains(f.t, fmt.Sprint(lines), secret, s.code)
		}
		s.holdsOnly(f.t, shops, s.failures, "its rows that failed")
		assert.Contains(f.t, s.failures, s.customer["name"], "to be corrected")
		for _, one := range shops {
			status, text := f.fetch(one, address)
			assert.Equal(f.t, http.StatusNotFound, status, one.code)
			assert.NotContains(f.t, text, s.canary)
			a := f.ask(one.key, `query($id: ID!) { job(id: $id) { state } }`, map[string]any{"id": job["id"]})
			assert.Nil(f.t, a.at("job"), "an export is the insurer's: %s", a.Body)
		}
	}
}

// searchEmails: each customer got their own e-mail.
func (f canarySearch) searchEmails(shops []*shop) {
	f.t.Helper()
	all := f.emails()
	require.Len(f.t, all, len(shops))
	for _, s := range shops {
		found := 0
		for _, one := range all {
			if to, text := emailOf(f.t, one); to == s.customer["email"] {
				found++
				s.holdsOnly(f.t, shops, text, "its customer's e-mail")
				assert.Contains(f.t, text, s.policy)
				assert.Contains(f.t, text, "%PDF-1.7 "+s.canary)
			}
		}
		assert.Equal(f.t, 1, found, s.code)
	}
}

// emailOf decodes a mail: to whom, and all of its text, names of files and files.
func emailOf(t testing.TB, raw string) (to, text string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	require.NoError(t, err)
	address, err := m.Header.AddressList("To")
	require.NoError(t, err)
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	require.NoError(t, err)
	var out strings.Builder
	fmt.Fprintln(&out, subject, m.Header)
	decode(t, &out, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
	return address[0].Address, out.String()
}

func decode(t testing.TB, out *strings.Builder, media, encoding string, body io.Reader) {
	t.Helper()
	kind, parameters, err := mime.ParseMediaType(media)
	require.NoError(t, err)
	if strings.HasPrefix(kind, "multipart/") {
		for parts := multipart.NewReader(body, parameters["boundary"]); ; {
			part, err := parts.NextRawPart()
			if err == io.EOF {
				return
			}
			require.NoError(t, err)
			fmt.Fprintln(out, part.FileName(), part.Header)
			decode(t, out, part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part)
		}
	}
	switch strings.ToLower(encoding) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	_, err = io.Copy(out, body)
	require.NoError(t, err)
}

// searchWebhooks: every request that a receiver got, as it came, is its own shop's and names nobody.
func (f canarySearch) searchWebhooks(shops []*shop) {
	f.t.Helper()
	for _, s := range shops {
		types := map[string]bool{}
		for _, m := range s.hook.messages() {
			types[m.Type] = true
			assert.Contains(f.t, fmt.Sprint(m.Data), s.canary, "%s: the content of %s", s.code, m.Type)
		}
		for _, one := range []string{"policy.issued", "policy.endorsed", "claim.submitted", "claim.paid"} {
			assert.True(f.t, types[one], "%s hears of %s: %v", s.code, one, types)
		}
		for _, request := range s.hook.requests() {
			s.holdsOnly(f.t, shops, request, "a webhook")
			for _, other := range others(shops, s) {
				assert.NotContains(f.t, request, other.code)
			}
			for _, secret := range s.personal() {
				assert.NotContains(f.t, request, secret)
			}
		}
	}
}

// searchLog: neither the log, at its lowest level, nor metrics name anybody, also when the database goes away amid all
// kinds of work.
func (f canarySearch) searchLog(shops []*shop, log *syncBuffer) {
	f.t.Helper()
	f.browser().login("canary-login", "canary-password", "")
	serge := f.person("serge")
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- f.App.Run(ctx, false, true) }()
	breakDatabase(f.t, f.App)
	for _, s := range shops {
		for _, a := range []*answer{
			f.ask(s.key, issueDocument, s.order(s.canary+"-L")),
			f.ask(s.key, submitDocument, map[string]any{"in": s.robbed(s.canary+"-L", s.spare)}),
			f.ask(s.key, endorseParty, map[string]any{"in": map[string]any{"requestNo": s.canary + "-L", "policyNumber": s.policy, "change": map[string]any{
				"insured": map[string]any{"reference": s.canary, "party": s.customer}}}}),
			f.as(serge, policiesDocument, map[string]any{"f": map[string]any{"personName": s.customer["name"], "phone": s.customer["phone"]}}),
		} {
			assert.Equal(f.t, "INTERNAL", a.Code(), string(a.Body))
		}
	}
	time.Sleep(1500 * time.Millisecond) // sweep and relay complain, once a second
	stop()
	assert.NoError(f.t, <-ended)
	text := log.String()
	for _, proof := range []string{"request failed", "a mail was caught", "the consumer webhooks did not begin"} {
		assert.Contains(f.t, text, proof, "it was listened to")
	}
	for _, s := range shops {
		for _, secret := range append(s.personal(), "canary-password") {
			assert.False(f.t, strings.Contains(text, secret), "the log holds %s: %s", secret, lineWith(text, secret))
			assert.NotContains(f.t, metricsOf(f.t, f.App), secret)
		}
	}
}

func lineWith(text, part string) []byte {
	for line := range bytes.Lines([]byte(text)) {
		if bytes.Contains(line, []byte(part)) {
			return line
		}
	}
	return nil
}
