package enquiry

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baodan/engine/identity"
	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// HitKind is what a text found.
type HitKind string

// Kinds, in the order in which they are answered.
const (
	HitPolicy      HitKind = "POLICY"
	HitClaim       HitKind = "CLAIM"
	HitEndorsement HitKind = "ENDORSEMENT"
	HitRequest     HitKind = "SERVICE_REQUEST"
	HitChannel     HitKind = "CHANNEL"
	HitProduct     HitKind = "PRODUCT"
	HitColleague   HitKind = "COLLEAGUE"
)

var hitKinds = []HitKind{HitPolicy, HitClaim, HitEndorsement, HitRequest, HitChannel, HitProduct, HitColleague}

// Match is by what it was found.
type Match string

// Matches.
const (
	ByNumber      Match = "NUMBER"
	ByOrderNo     Match = "ORDER_NO"
	BySearchValue Match = "SEARCH_VALUE"
	ByInsured     Match = "INSURED"
	ByCode        Match = "CODE"
	ByName        Match = "NAME"
	ByPersonName  Match = "PERSON_NAME"
	ByIdentityNo  Match = "IDENTITY_NO"
	ByPhone       Match = "PHONE"
	ByEmail       Match = "EMAIL"
)

// Hit is something that a text found.
type Hit struct {
	Kind         HitKind
	ID           string
	By           Match
	Title        string
	About        string
	State        *string // as a coordinate of the contract
	Channel      *ent.Channel
	PolicyNumber *string
	Name         *string // of the first insured who has one, masked

	policy int64 // that it is, or is about
}

// SearchResult is what a text found in the whole house.
type SearchResult struct {
	Hits     []*Hit
	Personal bool // persons were looked for, which is on record
}

// Wanted is what is looked for.
type Wanted struct {
	Text    string
	Most    int // of each kind
	Mode    work.Mode
	Persons bool // they too, where the text has the form of what tells who somebody is
}

const (
	// MostHits of a kind.
	MostHits = 5
	// longestWanted text, in characters.
	longestWanted = 100
	// mostHolders are the newest policies of a person that are looked at for those of one mode.
	mostHolders = 50
)

// box is one search: of everything that a text may be.
type box struct {
	*Service
	caller   *access.Caller
	wanted   Wanted
	channels []int64 // of the mode
	hits     []*Hit
	policies []*Hit // that are not read yet
}

// Search finds whatever a text may be: a number, an order, a tracking number, the reference of an insured, a channel, a product, a colleague; and for those who may see personal
// data in clear also persons, by a whole name, identity number, telephone number or e-mail address, which goes on record. Every look-up
// is by an index and bounded. Fault of the request: VARIABLE_INVALID.
func (s *Service) Search(ctx context.Context, caller *access.Caller, wanted Wanted) (*SearchResult, error) {
	wanted.Text = strings.TrimSpace(wanted.Text)
	if n := utf8.RuneCountInString(wanted.Text); n == 0 || n > longestWanted || !utf8.ValidString(wanted.Text) {
		return nil, fault.Newf(fault.CodeVariableInvalid, "1 to %d characters", longestWanted).At("text")
	}
	if wanted.Most < 1 || wanted.Most > MostHits {
		return nil, fault.Newf(fault.CodeVariableInvalid, "1 to %d of each kind", MostHits).At("first")
	}
	b := &box{Service: s, caller: caller, wanted: wanted, channels: s.distribution.Seen(caller, wanted.Mode, nil)}
	for _, find := range []func(context.Context) error{b.byNumber, b.byOrder, b.byValue, b.byReference, b.byProduct, b.byColleague} {
		if err := find(ctx); err != nil {
			return nil, err
		}
	}
	b.byChannel()
	persons := b.persons()
	if err := b.byPerson(ctx, persons); err != nil {
		return nil, err
	}
	if err := b.describe(ctx); err != nil {
		return nil, err
	}
	return &SearchResult{Hits: b.answer(), Personal: len(persons.persons()) > 0}, nil
}

// answer are the hits by kinds, each thing once, and not too many of a kind.
func (b *box) answer() []*Hit {
	list := []*Hit{}
	for _, kind := range hitKinds {
		seen := map[string]bool{}
		for _, hit := range b.hits {
			if hit.Kind == kind && !seen[hit.ID] && len(seen) < b.wanted.Most {
				seen[hit.ID] = true
				list = append(list, hit)
			}
		}
	}
	return list
}

// persons says by what persons are looked for: by nothing where the caller may not, and where the text tells of nobody.
func (b *box) persons() *Filter {
	f, text := &Filter{}, b.wanted.Text
	if !b.wanted.Persons || !privacy.MayReveal(b.caller) {
		return f
	}
	digits := strings.NewReplacer(" ", "", "-", "").Replace(text)
	switch {
	case identity.Email(text):
		f.Email = &text
	case identity.Phone(text):
		f.Phone = &text
	case identity.LooksResident(digits) || looksPassport(digits):
		f.IdentityNo = &text
	case looksName(text):
		f.PersonName = &text
	}
	return f
}

// looksPassport tells whether a text may be the number of a passport or permit: a letter or two, then digits.
func looksPassport(text string) bool {
	rest := strings.TrimLeftFunc(text, func(r rune) bool { return r <= unicode.MaxASCII && unicode.IsLetter(r) })
	letters := len(text) - len(rest)
	return letters >= 1 && letters <= 2 && len(rest) >= 6 && len(rest) <= 10 && strings.Trim(rest, "0123456789") == ""
}

// looksName tells whether a text may be the whole name of a person: of two characters of Chinese or more, or of two words.
func looksName(text string) bool {
	letters, han, words := 0, 0, len(strings.Fields(text))
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.IsLetter(r):
			letters++
		case r != '·' && r != '\'' && r != '-' && r != '.' && !unicode.IsSpace(r):
			return false
		}
	}
	return han >= 2 || letters >= 2 && words >= 2
}

// byPerson finds policies that hold a piece of personal data, and puts on record that they were looked for.
func (b *box) byPerson(ctx context.Context, f *Filter) error {
	matches := map[string]Match{"identityNo": ByIdentityNo, "phone": ByPhone, "email": ByEmail, "personName": ByPersonName}
	if err := b.recordSearch(ctx, b.caller, f); err != nil {
		return err
	}
	for _, p := range f.persons() {
		keys, err := b.privacy.PoliciesOf(ctx, p.class, p.value, 0, mostHolders)
		if err != nil {
			return err
		}
		b.found(matches[p.name], keys)
	}
	return nil
}

// found notes policies, which are read later, all at once.
func (b *box) found(by Match, keys []int64) {
	for _, key := range keys {
		b.policies = append(b.policies, &Hit{Kind: HitPolicy, By: by, policy: key})
	}
}

// describe reads the policies that were found or that hits are about, all at once, and fills in what they say.
func (b *box) describe(ctx context.Context) error {
	var keys []int64
	for _, hit := range slices.Concat(b.policies, b.hits) {
		if hit.policy != 0 {
			keys = append(keys, hit.policy)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	slices.Sort(keys)
	policies, err := b.Service.policies.ByIDs(ctx, b.caller, slices.Compact(keys))
	if err != nil {
		return err
	}
	for _, hit := range slices.Concat(b.policies, b.hits) {
		if p, there := policies[hit.policy]; there && p.Err == nil {
			if err := b.describeBy(hit, p.Value); err != nil {
				return err
			}
		}
	}
	return nil
}

// describeBy fills in what the policy of a hit says.
func (b *box) describeBy(hit *Hit, p *policy.Policy) error {
	insureds, err := p.Insureds()
	if err != nil {
		return err
	}
	for _, one := range insureds {
		if one.Name != nil {
			hit.Name = one.Name
			break
		}
	}
	no := p.Number()
	hit.PolicyNumber, hit.Channel, hit.About = &no, p.Channel(), p.Product().Code()+" · "+p.PlanCode()
	if hit.Kind != HitPolicy {
		return nil
	}
	hit.ID, hit.Title, hit.State = work.PolicyID.Of(p.Key()), no, coordinate("PolicyState", string(p.State()))
	if hit.By == ByNumber || hit.Channel.Live == b.wanted.Mode.IsLive() {
		b.hits = append(b.hits, hit)
	}
	return nil
}

func coordinate(enum, value string) *string {
	text := enum + "." + value
	return &text
}
