package firstrun_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/seal"
	"baodan/ent/auditrecord"
	"baodan/ent/credential"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/catalog"
	"baodan/insurance/firstrun"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/mail"
)

var ctx = context.Background()

// wanted leads, as in production, to parts that work.
var wanted = firstrun.Outside{
	Wanted: true, MailServer: "mail.example:587", Gateway: "https://pay.example/v1", Folder: "/files",
	Ask: func(context.Context) error { return nil },
}

func open(w *insurancetest.World, outside firstrun.Outside) *firstrun.Service {
	return firstrun.New(firstrun.Parts{
		Store: w.Store, Audit: w.Audit, Ring: w.Ring, People: w.People, Catalog: w.Catalog, Distribution: w.Distribution, Mail: w.Mail,
		Storage: w.Storage, Outside: outside,
	})
}

// findings of all steps, in their order; leads tells whether they come before all else.
func findings(t testing.TB, s *firstrun.Service) (found []firstrun.Finding, leads bool) {
	t.Helper()
	run, err := s.Find(ctx)
	require.NoError(t, err)
	steps, err := run.Steps(ctx)
	require.NoError(t, err)
	order := []firstrun.Task{}
	for _, step := range steps {
		found, order = append(found, step.Finding), append(order, step.Task)
		assert.Equal(t, step.Finding == firstrun.Done, step.Done())
	}
	assert.Equal(t, []firstrun.Task{
		firstrun.SecondAdmin, firstrun.SecondFactor, firstrun.Keys, firstrun.Storage, firstrun.Mail, firstrun.Payments, firstrun.Product, firstrun.Channel,
	}, order)
	return found, run.Leads
}

func stepOf(t testing.TB, s *firstrun.Service, task firstrun.Task) *firstrun.Step {
	t.Helper()
	run, err := s.Find(ctx)
	require.NoError(t, err)
	steps, err := run.Steps(ctx)
	require.NoError(t, err)
	for _, step := range steps {
		if step.Task == task {
			return step
		}
	}
	t.Fatal("no such step: ", task)
	return nil
}

// came makes somebody an administrator who logged in and has a second factor.
func came(w *insurancetest.World, name string) *access.Caller {
	w.T.Helper()
	c := w.Person(name)
	now := w.Store.Now()
	require.NoError(w.T, w.Store.Client.Person.UpdateOneID(c.PersonID()).SetLastLoginAt(now).SetTotpConfirmedAt(now).Exec(ctx))
	return c
}

func signed(w *insurancetest.World) {
	w.T.Helper()
	for {
		n, err := w.Audit.Seal(ctx)
		require.NoError(w.T, err)
		if n == 0 {
			break
		}
	}
	w.Clock.Advance(time.Minute)
	made, err := w.Audit.Checkpoint(ctx)
	require.NoError(w.T, err)
	require.True(w.T, made)
}

func key(w *insurancetest.World, channel string) {
	w.T.Helper()
	_, err := w.Access.AddCredential(ctx, insurancetest.Command, access.CredentialInput{
		ChannelCode: channel, Live: true, KeyID: "key-" + channel, Algorithm: credential.AlgorithmHMAC,
	})
	require.NoError(w.T, err)
	require.NoError(w.T, w.Cache.Refresh(ctx))
}

// An empty database has everything to do; each step is done once it is really done, in any order, and after the last one nothing leads.
func TestFirstRunFromAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		s := open(w, wanted)
		found, leads := findings(t, s)
		assert.True(t, leads)
		assert.Equal(t, []firstrun.Finding{
			firstrun.TooFew, firstrun.NoFactor, firstrun.NotSigned, firstrun.NotChecked, firstrun.NotChecked, firstrun.NotChecked,
			firstrun.NothingOnSale, firstrun.NoChannel,
		}, found)

		sec := came(w, "sec")
		assert.Equal(t, firstrun.TooFew, stepOf(t, s, firstrun.SecondAdmin).Finding)
		w.Person("sly")
		second := stepOf(t, s, firstrun.SecondAdmin)
		assert.Equal(t, firstrun.NeverCame, second.Finding)
		assert.Equal(t, []string{"sly"}, second.About)
		factor := stepOf(t, s, firstrun.SecondFactor)
		assert.Equal(t, firstrun.NoFactor, factor.Finding)
		assert.Equal(t, []string{"sly"}, factor.About)
		came(w, "sly")
		assert.ElementsMatch(t, []string{"sec", "sly"}, stepOf(t, s, firstrun.SecondAdmin).About)
		assert.Equal(t, firstrun.Done, stepOf(t, s, firstrun.SecondFactor).Finding)

		for _, task := range []firstrun.Task{firstrun.Storage, firstrun.Mail, firstrun.Payments} {
			step, err := s.Check(ctx, sec, firstrun.CheckInput{Task: task})
			require.NoError(t, err)
			assert.Equal(t, firstrun.Done, step.Finding, "%s: %v", task, step.Said)
			assert.NotNil(t, step.CheckedAt)
			again := stepOf(t, s, task)
			assert.Equal(t, firstrun.Done, again.Finding, "another server knows: %s", task)
			assert.Equal(t, step.About, again.About)
		}
		_, err := s.Check(ctx, sec, firstrun.CheckInput{Task: firstrun.Mail})
		require.NoError(t, err)
		require.Len(t, w.Mailer.Emails(), 1, "pressed twice")
		assert.Equal(t, "sec@baodan.example", w.Mailer.Emails()[0].To)
		checks, err := w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("first_run.check")).Count(ctx)
		require.NoError(t, err)
		assert.Equal(t, 3, checks, "on record")
		signed(w)
		assert.Equal(t, firstrun.Done, stepOf(t, s, firstrun.Keys).Finding)

		w.Publish(catalog.Seeds(), "rfi-01")
		assert.Equal(t, []string{"RFI-01"}, stepOf(t, s, firstrun.Product).About)
		w.AddChannel(insurancetest.Mall, insurancetest.MallAgreement, "RFI-01")
		channel := stepOf(t, s, firstrun.Channel)
		assert.Equal(t, firstrun.NoCredential, channel.Finding)
		assert.Equal(t, []string{insurancetest.Mall}, channel.About)
		_, leads = findings(t, s)
		assert.True(t, leads)
		key(w, insurancetest.Mall)
		found, leads = findings(t, s)
		assert.Len(t, found, 8)
		for _, one := range found {
			assert.Equal(t, firstrun.Done, one)
		}
		assert.False(t, leads, "all is done")

		w.EndAgreement(insurancetest.Mall, insurancetest.MallAgreement)
		require.NoError(t, w.Cache.Refresh(ctx))
		assert.Equal(t, firstrun.NoAgreement, stepOf(t, s, firstrun.Channel).Finding)
		w.SetOpen(insurancetest.Mall, false)
		require.NoError(t, w.Cache.Refresh(ctx))
		assert.Equal(t, firstrun.NoChannel, stepOf(t, s, firstrun.Channel).Finding)
	})
}

// A step that fails says so in the words of what failed; once that is configured otherwise, nothing is known of it.
func TestAStepThatFailsSaysWhy(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		sec := came(w, "sec")
		outside := wanted
		outside.Ask = func(context.Context) error { return errors.New("401 {\"code\":\"bad_signature\"}") }
		s := open(w, outside)
		w.Mailer.Answer(func(m mail.Email) error { return errors.New("535 5.7.8 authentication failed\nfor " + m.To) })

		failed, err := s.Check(ctx, sec, firstrun.CheckInput{Task: firstrun.Mail})
		require.NoError(t, err)
		assert.Equal(t, firstrun.Refused, failed.Finding)
		assert.Equal(t, "535 5.7.8 authentication failed for ***", *failed.Said, "without the address")
		known := stepOf(t, s, firstrun.Mail)
		assert.Equal(t, failed.Said, known.Said)
		assert.Equal(t, []string{"mail.example:587"}, known.About)

		failed, err = s.Check(ctx, sec, firstrun.CheckInput{Task: firstrun.Payments})
		require.NoError(t, err)
		assert.Equal(t, firstrun.Refused, failed.Finding)
		assert.Contains(t, *failed.Said, "bad_signature")

		w.Mailer.Answer(nil)
		w.Clock.Advance(3 * time.Second)
		done, err := s.Check(ctx, sec, firstrun.CheckInput{Task: firstrun.Mail})
		require.NoError(t, err)
		assert.Equal(t, firstrun.Done, done.Finding)
		assert.Nil(t, done.Said)
		assert.Equal(t, firstrun.Done, stepOf(t, s, firstrun.Mail).Finding)

		outside.MailServer = "other.example:587"
		assert.Equal(t, firstrun.NotChecked, stepOf(t, open(w, outside), firstrun.Mail).Finding, "another server was not tried")

		w.Clock.Advance(3 * time.Second)
		none := open(w, firstrun.Outside{Wanted: true})
		missing, err := none.Check(ctx, sec, firstrun.CheckInput{Task: firstrun.Payments})
		require.NoError(t, err)
		assert.Equal(t, firstrun.NotConfigured, missing.Finding)
		require.NoError(t, w.Store.Client.Person.UpdateOneID(sec.PersonID()).SetEmail("").Exec(ctx))
		w.Clock.Advance(3 * time.Second)
		missing, err = s.Check(ctx, sec, firstrun.CheckInput{Task: firstrun.Mail})
		require.NoError(t, err)
		assert.Equal(t, firstrun.NoAddress, missing.Finding)
	})
}

// A server whose keyring is not the one that the workers have says so.
func TestAnotherKeyringIsFound(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		s := open(w, wanted)
		_, err := s.Check(ctx, came(w, "sec"), firstrun.CheckInput{Task: firstrun.Storage})
		require.NoError(t, err)
		signed(w)
		checked, err := s.Check(ctx, w.Person("sec"), firstrun.CheckInput{Task: firstrun.Keys})
		require.NoError(t, err)
		assert.Equal(t, firstrun.Done, checked.Finding)
		stranger, err := seal.ParseKeyring(seal.NewKeyringFile())
		require.NoError(t, err)
		s.Ring, s.Audit = stranger, audit.NewLog(w.Store, stranger)
		assert.Equal(t, firstrun.OtherKeys, stepOf(t, s, firstrun.Keys).Finding)
	})
}

// It leads only where it is wanted, and no more once there is business, whatever is left to do.
func TestFirstRunLeadsOnlyBeforeTheFirstBusiness(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		_, leads := findings(t, open(w, firstrun.Outside{}))
		assert.False(t, leads, "not wanted")
		w.WithSamples()
		_, leads = findings(t, open(w, wanted))
		assert.True(t, leads)
		_, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: "ORDER-1", Risk: insurancetest.Freight("ORDER-1")})
		require.NoError(t, err)
		_, leads = findings(t, open(w, wanted))
		assert.False(t, leads, "there is business")
	})
}
