package audit

// Actions are all that is put on record. An enum of the contract has each in capitals: product.publish is PRODUCT_PUBLISH.
var Actions = []string{
	"account.add", "account.settle", "agreement.change", "agreement.end", "agreement.make", "approval.approve", "approval.comment", "approval.reject",
	"approval.request", "approval.void", "approval.withdraw", "audit.export", "audit.verify", "bulk.check", "bulk.issue",
	"channel.add", "channel.change", "channel.close", "channel.reopen", "claim.assign", "claim.decide", "claim.export",
	"claim.note", "claim.open_file", "claim.recover", "claim.reopen", "claim.request_evidence", "claim.resolve_dispute",
	"claim.retry_payout", "claim.submit", "claim.take", "claim.update", "claim.withdraw", "claim_authority.set", "credential.add",
	"credential.addresses", "credential.revoke", "endpoint.add", "endpoint.challenge", "endpoint.change", "endpoint.delete",
	"endpoint.disable", "endpoint.replay", "endpoint.rotate", "endpoint.test", "first_run.check", "identity.bind", "job.resume", "job.stop", "keyring.retire",
	"keyring.rewrap", "keyring.rotate", "login.failure", "login.success", "month.close", "password.change", "person.add", "person.change",
	"person.erase", "person.recover", "person.reinstate", "person.roles", "person.suspend", "person.unlock", "personal.erase",
	"personal.index", "personal.reveal", "policy.cancel", "policy.endorse", "policy.export", "policy.renew", "policy.search",
	"product.backtest", "product.discard", "product.keep", "product.publish", "product.save", "product.schedule",
	"product.unschedule", "product.withdraw", "recovery_code.use", "reporting_token.add", "reporting_token.revoke",
	"second_factor.confirm", "second_factor.enrol", "second_factor.prove", "service_request.attach", "service_request.cancel",
	"service_request.close", "service_request.export", "service_request.mail", "service_request.mail_failed",
	"service_request.open", "service_request.open_file", "service_request.post", "service_request.sent", "service_request.take",
	"session.end", "statement.make",
}

// ObjectKinds are all kinds of things that it is put on record of.
var ObjectKinds = []string{
	"account", "accounting_month", "agreement", "approval", "channel", "claim", "claim_authority", "credential", "endpoint", "export", "file", "installation", "job", "keyring",
	"person", "policy", "product", "reporting_token", "service_request", "statement",
}
