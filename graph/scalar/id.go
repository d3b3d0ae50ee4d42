package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// MarshalID writes an id.
func MarshalID(s string) graphql.Marshaler { return text(s) }

// UnmarshalID reads an id as text, for arguments, which bind to no key; Key reads it further.
func UnmarshalID(v any) (string, error) {
	s, ok := v.(string)
	if !ok {
		return "", invalid("an id is a string")
	}
	return s, nil
}

// Key reads the id of a kind; one of another kind is refused.
func Key(v any, kind work.Kind) (int64, error) {
	id, err := UnmarshalID(v)
	if err != nil {
		return 0, err
	}
	key, err := kind.Key(id)
	if err != nil {
		return 0, invalid(err.Error())
	}
	return key, nil
}

func keyOf[K ~int64](v any, kind work.Kind) (K, error) {
	key, err := Key(v, kind)
	return K(key), err
}

// A field of an input takes ids of one kind by the Go type of its key: gqlgen.yml lists them.

// MarshalFileKey writes an id.
func MarshalFileKey(k work.FileKey) graphql.Marshaler { return text(work.FileID.Of(int64(k))) }

// UnmarshalFileKey reads an id of this kind.
func UnmarshalFileKey(v any) (work.FileKey, error) { return keyOf[work.FileKey](v, work.FileID) }

// MarshalEndpointKey writes an id.
func MarshalEndpointKey(k work.EndpointKey) graphql.Marshaler {
	return text(work.EndpointID.Of(int64(k)))
}

// UnmarshalEndpointKey reads an id of this kind.
func UnmarshalEndpointKey(v any) (work.EndpointKey, error) {
	return keyOf[work.EndpointKey](v, work.EndpointID)
}

// MarshalEventKey writes an id.
func MarshalEventKey(k work.EventKey) graphql.Marshaler { return text(work.EventID.Of(int64(k))) }

// UnmarshalEventKey reads an id of this kind.
func UnmarshalEventKey(v any) (work.EventKey, error) { return keyOf[work.EventKey](v, work.EventID) }

// MarshalJobKey writes an id.
func MarshalJobKey(k work.JobKey) graphql.Marshaler { return text(work.JobID.Of(int64(k))) }

// UnmarshalJobKey reads an id of this kind.
func UnmarshalJobKey(v any) (work.JobKey, error) { return keyOf[work.JobKey](v, work.JobID) }

// MarshalPersonKey writes an id.
func MarshalPersonKey(k work.PersonKey) graphql.Marshaler { return text(work.PersonID.Of(int64(k))) }

// UnmarshalPersonKey reads an id of this kind.
func UnmarshalPersonKey(v any) (work.PersonKey, error) {
	return keyOf[work.PersonKey](v, work.PersonID)
}

// MarshalSessionKey writes an id.
func MarshalSessionKey(k work.SessionKey) graphql.Marshaler { return text(work.SessionID.Of(int64(k))) }

// UnmarshalSessionKey reads an id of this kind.
func UnmarshalSessionKey(v any) (work.SessionKey, error) {
	return keyOf[work.SessionKey](v, work.SessionID)
}

// MarshalReportingTokenKey writes an id.
func MarshalReportingTokenKey(k work.ReportingTokenKey) graphql.Marshaler {
	return text(work.ReportingTokenID.Of(int64(k)))
}

// UnmarshalReportingTokenKey reads an id of this kind.
func UnmarshalReportingTokenKey(v any) (work.ReportingTokenKey, error) {
	return keyOf[work.ReportingTokenKey](v, work.ReportingTokenID)
}

// MarshalApprovalKey writes an id.
func MarshalApprovalKey(k work.ApprovalKey) graphql.Marshaler {
	return text(work.ApprovalID.Of(int64(k)))
}

// UnmarshalApprovalKey reads an id of this kind.
func UnmarshalApprovalKey(v any) (work.ApprovalKey, error) {
	return keyOf[work.ApprovalKey](v, work.ApprovalID)
}

// MarshalServiceRequestKey writes an id.
func MarshalServiceRequestKey(k work.ServiceRequestKey) graphql.Marshaler {
	return text(work.ServiceRequestID.Of(int64(k)))
}

// UnmarshalServiceRequestKey reads an id of this kind.
func UnmarshalServiceRequestKey(v any) (work.ServiceRequestKey, error) {
	return keyOf[work.ServiceRequestKey](v, work.ServiceRequestID)
}

// personal are the kinds of rows that hold personal data, as their sources name them.
var personal = map[work.Kind]string{work.PolicyID: "policy", work.ClaimID: "claim", work.ServiceRequestID: "service_request"}

// MarshalRowID writes an id of a policy, claim or service request.
func MarshalRowID(r privacy.RowID) graphql.Marshaler {
	for kind, name := range personal {
		if name == r.Kind {
			return text(kind.Of(r.Key))
		}
	}
	return graphql.Null
}

// UnmarshalRowID reads an id of a policy, claim or service request.
func UnmarshalRowID(v any) (privacy.RowID, error) {
	id, err := UnmarshalID(v)
	if err != nil {
		return privacy.RowID{}, err
	}
	kind, key, err := work.ParseID(id)
	if err != nil {
		return privacy.RowID{}, invalid(err.Error())
	}
	name, holds := personal[kind]
	if !holds {
		return privacy.RowID{}, invalid("an id of type Policy, Claim or ServiceRequest is needed, and this is none")
	}
	return privacy.RowID{Kind: name, Key: key}, nil
}

// MarshalPolicyKey writes an id.
func MarshalPolicyKey(k work.PolicyKey) graphql.Marshaler {
	return text(work.PolicyID.Of(int64(k)))
}

// UnmarshalPolicyKey reads an id of this kind.
func UnmarshalPolicyKey(v any) (work.PolicyKey, error) {
	return keyOf[work.PolicyKey](v, work.PolicyID)
}

// MarshalClaimKey writes an id.
func MarshalClaimKey(k work.ClaimKey) graphql.Marshaler {
	return text(work.ClaimID.Of(int64(k)))
}

// UnmarshalClaimKey reads an id of this kind.
func UnmarshalClaimKey(v any) (work.ClaimKey, error) {
	return keyOf[work.ClaimKey](v, work.ClaimID)
}
