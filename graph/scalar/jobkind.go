package scalar

import (
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"baodan/insurance/audit"
	"baodan/insurance/background"
)

// A kind of job is written in capitals as all enums: bulk.issue is BULK_ISSUE.
var capitals = strings.NewReplacer(".", "_", "-", "_")

// capital reads one of some names in capitals.
func capital(v any, what string, names []string) (string, error) {
	for _, name := range names {
		if v == strings.ToUpper(capitals.Replace(name)) {
			return name, nil
		}
	}
	return "", invalid(fmt.Sprintf("%v is not %s", v, what))
}

// MarshalAuditAction writes an action on record.
func MarshalAuditAction(action string) graphql.Marshaler {
	return text(strings.ToUpper(capitals.Replace(action)))
}

// UnmarshalAuditAction reads an action on record.
func UnmarshalAuditAction(v any) (string, error) {
	return capital(v, "an action on record", audit.Actions)
}

// MarshalAuditObjectKind writes a kind of things on record.
func MarshalAuditObjectKind(kind string) graphql.Marshaler { return text(strings.ToUpper(kind)) }

// UnmarshalAuditObjectKind reads a kind of things on record.
func UnmarshalAuditObjectKind(v any) (string, error) {
	return capital(v, "a kind of things on record", audit.ObjectKinds)
}

// deliveryFailures are why a webhook got no answer.
var deliveryFailures = []string{"dns", "connect", "tls", "timeout", "refused_address", "canceled"}

// MarshalDeliveryFailure writes why a webhook got no answer.
func MarshalDeliveryFailure(failure string) graphql.Marshaler { return text(strings.ToUpper(failure)) }

// UnmarshalDeliveryFailure reads why a webhook got no answer.
func UnmarshalDeliveryFailure(v any) (string, error) {
	return capital(v, "why a webhook got no answer", deliveryFailures)
}

// MarshalJobKind writes a kind of job.
func MarshalJobKind(kind string) graphql.Marshaler {
	return text(strings.ToUpper(capitals.Replace(kind)))
}

// UnmarshalJobKind reads a kind of job.
func UnmarshalJobKind(v any) (string, error) {
	return capital(v, "a kind of job", background.Kinds)
}
