package scalar

import (
	"fmt"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"baodan/ent/credential"
	"baodan/ent/webhookkey"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/distribution"
	"baodan/insurance/enquiry"
	"baodan/insurance/fault"
	"baodan/insurance/firstrun"
	"baodan/insurance/health"
	"baodan/insurance/inbox"
	"baodan/insurance/people"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// Validation has compared an enum's value with the schema already; reading it again guards against a value that the
// schema knows and the business does not.
func read[E ~string](v any, values ...E) (E, error) {
	s, ok := v.(string)
	if !ok || !slices.Contains(values, E(s)) {
		return "", invalid(fmt.Sprintf("%v is not one of %v", v, values))
	}
	return E(s), nil
}

// MarshalAudience writes an audience.
func MarshalAudience(a access.Audience) graphql.Marshaler { return text(string(a)) }

// UnmarshalAudience reads an audience.
func UnmarshalAudience(v any) (access.Audience, error) {
	return read(v, access.Channel, access.Ops, access.Reporting, access.Public)
}

// MarshalRole writes a role.
func MarshalRole(r access.Role) graphql.Marshaler { return text(string(r)) }

// UnmarshalRole reads a role.
func UnmarshalRole(v any) (access.Role, error) {
	return read(v, access.Roles...)
}

// MarshalErrorCode writes a code.
func MarshalErrorCode(c fault.Code) graphql.Marshaler { return text(string(c)) }

// UnmarshalErrorCode reads a code.
func UnmarshalErrorCode(v any) (fault.Code, error) {
	s, ok := v.(string)
	if _, known := fault.Registry[fault.Code(s)]; !ok || !known {
		return "", invalid(fmt.Sprintf("%v is not an error code", v))
	}
	return fault.Code(s), nil
}

// MarshalClaimVerdict writes what a product makes of a claim.
func MarshalClaimVerdict(o catalog.Outcome) graphql.Marshaler { return text(string(o)) }

// UnmarshalClaimVerdict reads what a product makes of a claim.
func UnmarshalClaimVerdict(v any) (catalog.Outcome, error) {
	return read(v, catalog.Approve, catalog.Correct, catalog.Refer, catalog.Decline)
}

// MarshalClaimOutcome writes what a person decides of a claim.
func MarshalClaimOutcome(o catalog.Outcome) graphql.Marshaler { return text(string(o)) }

// UnmarshalClaimOutcome reads what a person decides of a claim.
func UnmarshalClaimOutcome(v any) (catalog.Outcome, error) {
	return read(v, catalog.Approve, catalog.Decline)
}

// MarshalMode writes a mode.
func MarshalMode(m work.Mode) graphql.Marshaler { return text(string(m)) }

// UnmarshalMode reads a mode.
func UnmarshalMode(v any) (work.Mode, error) { return read(v, work.Live, work.Sandbox) }

// MarshalWebhookScheme writes how deliveries are signed, in capitals as all enums.
func MarshalWebhookScheme(s webhookkey.Scheme) graphql.Marshaler {
	return text(strings.ToUpper(string(s)))
}

// UnmarshalWebhookScheme reads how deliveries are signed.
func UnmarshalWebhookScheme(v any) (webhookkey.Scheme, error) {
	name, err := read(v, "V1", "V1A")
	return webhookkey.Scheme(strings.ToLower(name)), err
}

// MarshalAlgorithm writes how a credential proves who calls.
func MarshalAlgorithm(a credential.Algorithm) graphql.Marshaler { return text(wire(string(a))) }

// UnmarshalAlgorithm reads how a credential proves who calls.
func UnmarshalAlgorithm(v any) (credential.Algorithm, error) {
	name, err := read(v, "BEARER", "ED25519", "HMAC_SHA256")
	return credential.Algorithm(stored(name)), err
}

// MarshalMailTemplate writes which text a mail has.
func MarshalMailTemplate(name string) graphql.Marshaler { return text(wire(name)) }

// UnmarshalMailTemplate reads which text a mail has.
func UnmarshalMailTemplate(v any) (string, error) { return read(v, "POLICY_DOCUMENT", "INVOICE") }

// wire is a stored word as the schema writes it: hmac-sha256 is HMAC_SHA256.
func wire(word string) string { return strings.ToUpper(strings.ReplaceAll(word, "-", "_")) }

// stored is the other way round.
func stored(word string) string { return strings.ToLower(strings.ReplaceAll(word, "_", "-")) }

// MarshalPayer writes a payer.
func MarshalPayer(p policy.Payer) graphql.Marshaler { return text(string(p)) }

// UnmarshalPayer reads a payer.
func UnmarshalPayer(v any) (policy.Payer, error) {
	return read(v, policy.Customer, policy.Seller, policy.Platform)
}

// MarshalIdentityType writes a kind of identity document.
func MarshalIdentityType(kind string) graphql.Marshaler { return text(kind) }

// UnmarshalIdentityType reads a kind of identity document.
func UnmarshalIdentityType(v any) (string, error) { return read(v, policy.IdentityTypes...) }

// MarshalPolicyState writes a state.
func MarshalPolicyState(s policy.State) graphql.Marshaler { return text(string(s)) }

// UnmarshalPolicyState reads a state.
func UnmarshalPolicyState(v any) (policy.State, error) {
	return read(v, policy.Pending, policy.InForce, policy.Expired, policy.Cancelled)
}

// MarshalDocumentKind writes a kind of product document.
func MarshalDocumentKind(s string) graphql.Marshaler { return text(s) }

// UnmarshalDocumentKind reads a kind of product document.
func UnmarshalDocumentKind(v any) (string, error) { return read(v, "TERMS", "NOTICE", "CLAIM_GUIDE") }

// MarshalTimelineKind writes a kind of entry in a timeline.
func MarshalTimelineKind(x enquiry.Kind) graphql.Marshaler { return text(string(x)) }

// UnmarshalTimelineKind reads a kind of entry in a timeline.
func UnmarshalTimelineKind(v any) (enquiry.Kind, error) {
	return read(v, enquiry.OfPolicy, enquiry.OfClaim, enquiry.OfNote, enquiry.OfPayout, enquiry.OfDocument, enquiry.OfDelivery, enquiry.OfRequest, enquiry.OfAudit)
}

// MarshalClaimOrder writes an order of claims.
func MarshalClaimOrder(x claims.Order) graphql.Marshaler { return text(string(x)) }

// UnmarshalClaimOrder reads an order of claims.
func UnmarshalClaimOrder(v any) (claims.Order, error) {
	return read(v, claims.Oldest, claims.Newest, claims.PromiseFirst, claims.PromiseLast, claims.LeastFirst, claims.MostFirst)
}

// MarshalPolicyOrder writes an order of policies.
func MarshalPolicyOrder(x enquiry.Order) graphql.Marshaler { return text(string(x)) }

// UnmarshalPolicyOrder reads an order of policies.
func UnmarshalPolicyOrder(v any) (enquiry.Order, error) {
	return read(v, enquiry.Newest, enquiry.Oldest, enquiry.EndsFirst, enquiry.EndsLast, enquiry.LeastFirst, enquiry.MostFirst)
}

// MarshalChannelOperation writes what a channel may do.
func MarshalChannelOperation(x distribution.Operation) graphql.Marshaler { return text(string(x)) }

// UnmarshalChannelOperation reads what a channel may do.
func UnmarshalChannelOperation(v any) (distribution.Operation, error) {
	return read(v, distribution.Operations...)
}

// MarshalAgreementState writes a state of an agreement.
func MarshalAgreementState(x distribution.State) graphql.Marshaler { return text(string(x)) }

// UnmarshalAgreementState reads a state of an agreement.
func UnmarshalAgreementState(v any) (distribution.State, error) {
	return read(v, distribution.Pending, distribution.InForce, distribution.Superseded, distribution.Expired, distribution.Terminated)
}

// MarshalQuotaMeasure writes what a quota counts.
func MarshalQuotaMeasure(x string) graphql.Marshaler { return text(x) }

// UnmarshalQuotaMeasure reads what a quota counts.
func UnmarshalQuotaMeasure(v any) (string, error) {
	return read(v, distribution.Policies, distribution.Premium)
}

// MarshalQuotaSpan writes over which span a quota counts.
func MarshalQuotaSpan(x string) graphql.Marshaler { return text(x) }

// UnmarshalQuotaSpan reads over which span a quota counts.
func UnmarshalQuotaSpan(v any) (string, error) {
	return read(v, distribution.Day, distribution.Month, distribution.Total)
}

// MarshalPersonalDataClass writes a class of personal data.
func MarshalPersonalDataClass(x privacy.PersonalClass) graphql.Marshaler { return text(string(x)) }

// UnmarshalPersonalDataClass reads a class of personal data.
func UnmarshalPersonalDataClass(v any) (privacy.PersonalClass, error) {
	return read(v, privacy.Name, privacy.IdentityNo, privacy.Contact, privacy.Account)
}

// MarshalTokenState writes a state of a reporting token.
func MarshalTokenState(s people.TokenState) graphql.Marshaler { return text(string(s)) }

// UnmarshalTokenState reads a state of a reporting token.
func UnmarshalTokenState(v any) (people.TokenState, error) {
	return read(v, people.TokenWorks, people.TokenExpired, people.TokenRevoked)
}

// MarshalInboxKind writes what waits.
func MarshalInboxKind(k inbox.Kind) graphql.Marshaler { return text(string(k)) }

// UnmarshalInboxKind reads what waits; no input has it.
func UnmarshalInboxKind(v any) (inbox.Kind, error) { return read[inbox.Kind](v) }

// MarshalSystemPart writes a part of the system.
func MarshalSystemPart(v health.Part) graphql.Marshaler { return text(string(v)) }

// UnmarshalSystemPart reads a part of the system.
func UnmarshalSystemPart(v any) (health.Part, error) {
	return read[health.Part](v, health.Database, health.Clock, health.Outbox, health.Queues, health.Workers, health.Record, health.Webhooks, health.Mail, health.Storage, health.Payments, health.Tracking)
}

// MarshalHealthState writes how a part is.
func MarshalHealthState(v health.State) graphql.Marshaler { return text(string(v)) }

// UnmarshalHealthState reads how a part is.
func UnmarshalHealthState(v any) (health.State, error) {
	return read[health.State](v, health.OK, health.Trouble, health.Unknown)
}

// MarshalHealthCode writes how a part is, in a word.
func MarshalHealthCode(v health.Code) graphql.Marshaler { return text(string(v)) }

// UnmarshalHealthCode reads how a part is, in a word.
func UnmarshalHealthCode(v any) (health.Code, error) {
	return read[health.Code](v, health.Fine, health.Slow, health.Away, health.TimedOut, health.ClocksApart, health.Behind, health.NobodyWorks, health.NotSigned, health.Stuck, health.AlmostFull, health.NotWritable, health.NothingKnown)
}

// MarshalHealthMeasure writes what a figure is of.
func MarshalHealthMeasure(v health.Measure) graphql.Marshaler { return text(string(v)) }

// UnmarshalHealthMeasure reads what a figure is of.
func UnmarshalHealthMeasure(v any) (health.Measure, error) {
	return read[health.Measure](v, health.LatencyMs, health.DifferenceMs, health.Waiting, health.OldestSeconds, health.Failed, health.Processes, health.Working, health.Sequence, health.Checkpoint, health.FreeBytes, health.TotalBytes, health.Unsettled, health.Disputed, health.Delayed, health.EndpointsOff)
}

// MarshalFirstRunTask writes what has to be set up.
func MarshalFirstRunTask(v firstrun.Task) graphql.Marshaler { return text(string(v)) }

// UnmarshalFirstRunTask reads what has to be set up.
func UnmarshalFirstRunTask(v any) (firstrun.Task, error) {
	return read[firstrun.Task](v, firstrun.SecondAdmin, firstrun.SecondFactor, firstrun.Keys, firstrun.Storage, firstrun.Mail, firstrun.Payments, firstrun.Product, firstrun.Channel)
}

// MarshalFirstRunFinding writes how a step of the first run is.
func MarshalFirstRunFinding(v firstrun.Finding) graphql.Marshaler { return text(string(v)) }

// UnmarshalFirstRunFinding reads how a step of the first run is; no input has it.
func UnmarshalFirstRunFinding(v any) (firstrun.Finding, error) { return read[firstrun.Finding](v) }

// MarshalPolledList writes a list that is asked what changed.
func MarshalPolledList(l inbox.List) graphql.Marshaler { return text(string(l)) }

// UnmarshalPolledList reads a list that is asked what changed.
func UnmarshalPolledList(v any) (inbox.List, error) { return read(v, inbox.Polled...) }

// MarshalInboxList writes which list shows what waits.
func MarshalInboxList(l inbox.List) graphql.Marshaler { return text(string(l)) }

// UnmarshalInboxList reads which list shows what waits; no input has it.
func UnmarshalInboxList(v any) (inbox.List, error) { return read[inbox.List](v) }

// MarshalSearchKind writes what was found.
func MarshalSearchKind(k enquiry.HitKind) graphql.Marshaler { return text(string(k)) }

// UnmarshalSearchKind reads what was found; no input has it.
func UnmarshalSearchKind(v any) (enquiry.HitKind, error) { return read[enquiry.HitKind](v) }

// MarshalSearchMatch writes by what it was found.
func MarshalSearchMatch(m enquiry.Match) graphql.Marshaler { return text(string(m)) }

// UnmarshalSearchMatch reads by what it was found; no input has it.
func UnmarshalSearchMatch(v any) (enquiry.Match, error) { return read[enquiry.Match](v) }

// MarshalPolicyColumn writes a column of an export.
func MarshalPolicyColumn(c enquiry.Column) graphql.Marshaler { return text(string(c)) }

// UnmarshalPolicyColumn reads a column of an export.
func UnmarshalPolicyColumn(v any) (enquiry.Column, error) { return read(v, enquiry.PolicyColumns()...) }

// MarshalClaimColumn writes a column of an export of claims.
func MarshalClaimColumn(c enquiry.Column) graphql.Marshaler { return text(string(c)) }

// UnmarshalClaimColumn reads a column of an export of claims.
func UnmarshalClaimColumn(v any) (enquiry.Column, error) { return read(v, enquiry.ClaimColumns()...) }

// MarshalServiceRequestColumn writes a column of an export of service requests.
func MarshalServiceRequestColumn(c enquiry.Column) graphql.Marshaler { return text(string(c)) }

// UnmarshalServiceRequestColumn reads a column of an export of service requests.
func UnmarshalServiceRequestColumn(v any) (enquiry.Column, error) {
	return read(v, enquiry.RequestColumns()...)
}

// MarshalAuditColumn writes a column of an export of audit records.
func MarshalAuditColumn(c enquiry.Column) graphql.Marshaler { return text(string(c)) }

// UnmarshalAuditColumn reads a column of an export of audit records.
func UnmarshalAuditColumn(v any) (enquiry.Column, error) { return read(v, enquiry.AuditColumns()...) }

// MarshalExportFormat writes what file is made.
func MarshalExportFormat(f enquiry.Format) graphql.Marshaler { return text(string(f)) }

// UnmarshalExportFormat reads what file is made.
func UnmarshalExportFormat(v any) (enquiry.Format, error) {
	return read(v, enquiry.CSV, enquiry.NDJSON, enquiry.XLSX)
}
