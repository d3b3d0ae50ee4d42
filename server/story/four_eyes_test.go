package story

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/server"
)

// Attacks on what two people must agree on, through the front door.

// personNow is somebody as the security admin sees them.
func (b *browser) personNow(name string) map[string]any {
	b.f.t.Helper()
	a := b.ask(`query($n: String) { people(filter: {name: $n}) { edges { node { id revision roles state } } } }`, map[string]any{"n": name})
	require.Empty(b.f.t, a.Errors, string(a.Body))
	return a.at("people", "edges").([]any)[0].(map[string]any)["node"].(map[string]any)
}

// changes sends a change of somebody as they are now, and answers the request for it, if it takes one.
func (b *browser) changes(mutation, name string, more map[string]any) map[string]any {
	b.f.t.Helper()
	now := b.personNow(name)
	in := map[string]any{"id": now["id"], "expectedRevision": now["revision"]}
	if mutation != "changePerson" {
		in["reason"] = "test"
	}
	for k, v := range more {
		in[k] = v
	}
	what := "approval { id revision content }"
	if strings.HasSuffix(mutation, "Person") {
		what = "person { id }"
	}
	input := strings.ToUpper(mutation[:1]) + mutation[1:] + "Input"
	a := b.ask(`mutation($in: `+input+`!) { `+mutation+`(input: $in) { `+what+` userErrors { code message } } }`, map[string]any{"in": in})
	require.Empty(b.f.t, a.Errors, string(a.Body))
	require.Empty(b.f.t, a.codes(mutation), string(a.Body))
	asked, _ := a.at(mutation, "approval").(map[string]any)
	return asked
}

// votes says yes to a request at a revision.
func (b *browser) votes(asked map[string]any) *answer {
	b.f.t.Helper()
	return b.ask(sayYesDocument, map[string]any{"in": map[string]any{"id": asked["id"], "expectedRevision": asked["revision"]}})
}

func (b *browser) mayApprove(asked map[string]any) any {
	b.f.t.Helper()
	a := b.ask(`query($id: ID!) { node(id: $id) { ... on Approval { mayApprove } } }`, map[string]any{"id": asked["id"]})
	require.Empty(b.f.t, a.Errors, string(a.Body))
	return a.at("node", "mayApprove")
}

// Who got the role that approves since they asked is still the one who asked, from whichever session; another account of theirs
// are they; who was suspended approves nothing, and what they asked for waits.
func TestFourEyesWhateverBecomesOfPeople(t *testing.T) {
	t.Parallel()
	eachProxied(t, nil, func(t *testing.T, f *front) {
		sec, sly, sam := f.enter("sec"), f.enter("sly"), f.enter("sam")
		asks := func(b *browser, keyID string) map[string]any {
			t.Helper()
			a := b.ask(keyDocument, map[string]any{"in": map[string]any{
				"channelCode": "demo-mall", "mode": "SANDBOX", "keyId": keyID, "algorithm": "BEARER", "reason": "r", "ratePerSecond": 1000}})
			require.Empty(t, a.codes("requestCredential"), string(a.Body))
			return a.at("requestCredential", "approval").(map[string]any)
		}
		key := asks(sam, "mall-9")
		roles := sec.changes("requestRoles", "sam", map[string]any{"roles": []string{"SALES", "SECURITY_ADMIN"}})
		require.Empty(t, sly.votes(roles).codes("approveApproval"))
		assert.Equal(t, "UNAUTHENTICATED", sam.votes(key).Code(), "other roles, another session")
		sam = f.enter("sam")
		for _, again := range []*browser{sam, f.enter("sam")} {
			assert.Equal(t, false, again.mayApprove(key))
			assert.Equal(t, []string{"FOUR_EYES"}, again.votes(key).codes("approveApproval"))
		}

		sec.changes("changePerson", "sly", map[string]any{"email": "sam@baodan.example"})
		assert.Equal(t, false, sly.mayApprove(key), "sly is sam")
		assert.Equal(t, []string{"FOUR_EYES"}, sly.votes(key).codes("approveApproval"))
		sec.changes("changePerson", "sly", map[string]any{"email": "sly@baodan.example"})

		sec.changes("suspendPerson", "sam", nil)
		assert.Equal(t, "UNAUTHENTICATED", sam.votes(key).Code())
		assert.Equal(t, false, sly.mayApprove(key), "nobody lets a suspended person's key in")
		assert.Equal(t, []string{"FOUR_EYES"}, sly.votes(key).codes("approveApproval"))
		sec.changes("reinstatePerson", "sam", nil)
		assert.Equal(t, true, sly.mayApprove(key))
		require.Empty(t, sly.votes(key).codes("approveApproval"))
		assert.Equal(t, []string{"INVALID_STATE"}, sec.votes(key).codes("approveApproval"), "once")

		fewer := sec.changes("requestRoles", "sly", map[string]any{"roles": []string{"FINANCE"}})
		assert.Equal(t, false, sly.mayApprove(fewer))
		no := sly.ask(rejectDocument, map[string]any{"in": map[string]any{"id": fewer["id"], "expectedRevision": fewer["revision"], "comment": "I stay"}})
		assert.Equal(t, []string{"FOUR_EYES"}, no.codes("rejectApproval"), string(no.Body))
		sealAudit(t, f.App)
	})
}

// A person who has not proved a second factor decides nothing where one is required, whatever their role.
func TestNoVoteWithoutSecondFactor(t *testing.T) {
	t.Parallel()
	f := behindProxy(t, dialect.SQLite, func(c *server.Config) { c.LoginSecondFactor = "required" })
	asked := f.keyAsked("sam", "demo-mall", "mall-2")
	b := f.enter("sec")
	for _, document := range []string{sayYesDocument, rejectDocument} {
		in := map[string]any{"id": asked["id"], "expectedRevision": asked["revision"]}
		if document == rejectDocument {
			in["comment"] = "no"
		}
		a := b.ask(document, map[string]any{"in": in})
		assert.Equal(t, "SETUP_REQUIRED", a.Code(), string(a.Body))
	}
	assert.Equal(t, "REQUESTED", f.as(f.person("sec"), `query($id: ID!) { node(id: $id) { ... on Approval { state } } }`, map[string]any{"id": asked["id"]}).at("node", "state"))
}

// A link to an export is for the one who asked, while they are let in: no other person, nobody, no key follows it, nor they
// themselves once they were suspended.
func TestLinksOfExportsAreForOne(t *testing.T) {
	t.Parallel()
	eachProxied(t, nil, func(t *testing.T, f *front) {
		f.sold(mallKey, order("X-1"))
		fay, sec := f.enter("fay"), f.enter("sec")
		a := fay.ask(exportDocument, clearExport(map[string]any{"mode": "SANDBOX"}))
		require.Empty(t, a.codes("exportList"), string(a.Body))
		asked := a.at("exportList", "approval").(map[string]any)
		require.Empty(t, sec.votes(asked).codes("approveApproval"))
		doDue(t, f.App)
		a = fay.ask(`{ jobs(filter: {kinds: [EXPORT]}) { edges { node { resultUrl } } } }`, nil)
		link, _ := a.at("jobs", "edges").([]any)[0].(map[string]any)["node"].(map[string]any)["resultUrl"].(string)
		require.NotEmpty(t, link, string(a.Body))
		path := link[strings.Index(link, "/files/"):]
		follow := func(b *browser) int {
			t.Helper()
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.URL+path, nil)
			require.NoError(t, err)
			r.Header = b.header.Clone()
			return b.do(r).StatusCode
		}
		channel := f.browser()
		channel.header.Set("Authorization", "Bearer "+mallKey)
		for name, b := range map[string]*browser{"the one who approved": sec, "a colleague": f.enter("fritz"), "nobody": f.browser(), "a channel": channel} {
			assert.Equal(t, http.StatusNotFound, follow(b), name)
		}
		assert.Equal(t, http.StatusOK, follow(fay))
		assert.Equal(t, http.StatusOK, follow(f.enter("fay")), "from another session of hers")
		sec.changes("suspendPerson", "fay", nil)
		assert.Equal(t, http.StatusNotFound, follow(fay))
	})
}

// Who entered a claim by phone is not told that they may approve its payout, and may not.
func TestMayApproveOfAClaimThatOneEntered(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "FE-1", "risk": account("acct-fe", "PLUS")}})
		f.pass(payKey, 10*24*time.Hour)
		carl, cleo := f.person("carl"), f.person("cleo")
		a := f.as(carl, submitDocument, f.robbed("FE-C", policy, "30000", f.paper(carl, "%PDF-1.7 police receipt")))
		require.Empty(t, a.codes("submitClaim"), string(a.Body))
		number := a.at("submitClaim", "claim", "number")
		doDue(t, f.App)
		c := f.opsClaim(number)
		f.desk(cleo, "decideClaim", map[string]any{
			"claimNumber": number, "expectedRevision": c["revision"], "outcome": "APPROVE", "reason": "APPROVED_BY_REVIEW", "note": "材料齐全",
		})
		request := f.opsClaim(number)["approval"].(map[string]any)
		for who, may := range map[string]bool{"carl": false, "cleo": false, "fay": false, "cora": true} {
			seen := f.as(f.person(who), `query($id: ID!) { node(id: $id) { ... on Approval { mayApprove } } }`, map[string]any{"id": request["id"]})
			assert.Equal(t, may, seen.at("node", "mayApprove"), "%s: %s", who, seen.Body)
			if !may {
				no := f.as(f.person(who), saysYesDocument, map[string]any{"in": map[string]any{"id": request["id"], "expectedRevision": request["revision"]}})
				assert.Equal(t, []string{"FOUR_EYES"}, no.codes("approveApproval"), who)
			}
		}
	})
}
