package approval

import (
	"context"
	"fmt"
	"slices"

	"baodan/ent"
	"baodan/ent/approvalvote"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// voters are all who have to do with requests, by their keys, as they are now: the caller, and those who asked or approved.
func voters(ctx context.Context, client *ent.Client, caller *access.Caller, rows []*ent.Approval, votes map[int64][]*ent.ApprovalVote) (map[int64]*ent.Person, error) {
	ids := []int64{caller.PersonID()}
	for _, row := range rows {
		ids = append(ids, row.RequestedBy)
		for _, v := range votes[row.ID] {
			ids = append(ids, v.PersonID)
		}
	}
	slices.Sort(ids)
	list, err := client.Person.Query().Where(person.IDIn(slices.Compact(ids)...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("who decides: %w", err)
	}
	return work.ByKey(list, func(p *ent.Person) int64 { return p.ID }), nil
}

// weigh looks at all who have to do with a request as they are now, whatever they were when they logged in, asked or voted,
// and answers how many approvals it has that count. Two accounts with one e-mail address are one person. Fault: FOUR_EYES.
func (s *Service) weigh(caller *access.Caller, row *ent.Approval, verdict approvalvote.Verdict, votes []*ent.ApprovalVote, people map[int64]*ent.Person) (approvals int, err error) {
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
		if v.Verdict != approvalvote.VerdictApprove || voter == nil || voter.State != person.StateActive || !s.decides(voter, row) {
			continue // their word counts no more
		}
		if verdict == approvalvote.VerdictApprove && samePerson(self, voter) {
			return 0, oneVerdict()
		}
		approvals++
	}
	return approvals, nil
}

// weighNow is weigh with the votes and people as they are in the transaction of a vote.
func (s *Service) weighNow(ctx context.Context, tx *work.Tx, caller *access.Caller, row *ent.Approval, verdict approvalvote.Verdict) (approvals int, err error) {
	votes, err := tx.ApprovalVote.Query().Where(approvalvote.ApprovalID(row.ID)).All(ctx)
	if err != nil {
		return 0, fmt.Errorf("count approvals: %w", err)
	}
	people, err := voters(ctx, tx.Client(), caller, []*ent.Approval{row}, map[int64][]*ent.ApprovalVote{row.ID: votes})
	if err != nil {
		return 0, err
	}
	return s.weigh(caller, row, verdict, votes, people)
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
