package approval

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/approvalvote"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/fault"
)

// weigh looks at all who have to do with a request as they are now, whatever they were when they logged in, asked or voted,
// and answers how many approvals it has that count. Two accounts with one e-mail address are one person. Fault: FOUR_EYES.
func (s *Service) weigh(ctx context.Context, client *ent.Client, caller *access.Caller, row *ent.Approval, verdict approvalvote.Verdict) (approvals int, err error) {
	votes, err := client.ApprovalVote.Query().
		Where(approvalvote.ApprovalID(row.ID), approvalvote.VerdictEQ(approvalvote.VerdictApprove)).All(ctx)
	if err != nil {
		return 0, fmt.Errorf("count approvals: %w", err)
	}
	ids := []int64{caller.PersonID(), row.RequestedBy}
	for _, v := range votes {
		ids = append(ids, v.PersonID)
	}
	list, err := client.Person.Query().Where(person.IDIn(ids...)).All(ctx)
	if err != nil {
		return 0, fmt.Errorf("who decides: %w", err)
	}
	people := make(map[int64]*ent.Person, len(list))
	for _, p := range list {
		people[p.ID] = p
	}
	self, asker := people[caller.PersonID()], people[row.RequestedBy]
	switch {
	case self == nil || self.State != person.StateActive:
		return 0, fault.New(fault.CodeFourEyes, "a suspended person decides nothing")
	case !s.decides(self, row):
		return 0, fault.New(fault.CodeFourEyes, "the role that decides it was taken away")
	case samePerson(self, asker):
		return 0, fault.New(fault.CodeFourEyes, "the one who asked has the same e-mail address: nobody decides what they asked for themselves")
	case verdict == approvalvote.VerdictApprove && asker != nil && (asker.State != person.StateActive || len(asker.Roles) == 0):
		return 0, fault.New(fault.CodeFourEyes, "the one who asked was suspended or lost all roles since: somebody else must ask")
	}
	for _, v := range votes {
		voter := people[v.PersonID]
		if voter == nil || voter.State != person.StateActive || !s.decides(voter, row) {
			continue // their word counts no more
		}
		if verdict == approvalvote.VerdictApprove && samePerson(self, voter) {
			return 0, oneVerdict()
		}
		approvals++
	}
	return approvals, nil
}

// decides tells whether a person has a role that decides a request.
func (s *Service) decides(p *ent.Person, row *ent.Approval) bool {
	now := access.Caller{Roles: access.RolesOf(p)}
	return !now.HasRole(access.Audit) && now.HasRole(s.subjects[row.Kind].Roles...)
}

func samePerson(a, b *ent.Person) bool {
	return a != nil && b != nil && (a.ID == b.ID || a.Email != "" && a.Email == b.Email)
}

func oneVerdict() error {
	return fault.New(fault.CodeFourEyes, "one person has one verdict; somebody else must give the other")
}

// isAbout tells whether a request is about the caller themselves.
func (s *Subject) isAbout(caller *access.Caller, row *ent.Approval) bool {
	return s.Personal && caller.Person != nil && caller.Person.Name == row.Object
}
