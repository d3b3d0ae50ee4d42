package graph_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/vektah/gqlparser/v2/ast"
)

// pointers are the numbers that inputs of acts point at things by; a thing without one is pointed at by its id.
var pointers = []string{"policyNumber", "claimNumber", "channelCode", "agreementCode", "productCode", "productCodes", "channelCodes", "keyId"}

// looksLikePointer are the names of texts that could point at a thing.
var looksLikePointer = regexp.MustCompile(`^(code|number|no|key|name|login)$|(Code|Number|No|KeyId|Key)s?$`)

// noPointers look like one and are none, or point at something else, each with the reason.
var noPointers = map[string]string{
	"requestNo":                                "the caller's number for the act itself",
	"IssuePolicyInput.orderNo":                 "the channel's number for the act itself",
	"RenewPolicyInput.orderNo":                 "the channel's number for the act itself",
	"AddChannelInput.code":                     "it makes the channel, and its code",
	"planCode":                                 "a plan lies in a product, and has nothing but its code",
	"AddChannelInput.name":                     "what the channel is called from now on",
	"ChangeChannelInput.name":                  "what the channel is called from now on",
	"ProductDocumentInput.name":                "what the document is called beside its file",
	"AddPersonInput.name":                      "it makes the person, and their login",
	"CreateFileUploadInput.name":               "what the file is called",
	"RequestReportingTokenInput.name":          "what the token is called",
	"LoginInput.name":                          "who logs in knows no id",
	"LoginInput.code":                          "a code that is used once",
	"ConfirmSecondFactorInput.code":            "a code that is used once",
	"MarkServiceRequestPostedInput.trackingNo": "the carrier's number, which is kept",
	"RequestCredentialInput.publicKey":         "the key itself",
	"RequestErasureInput.identityNo":           "a person of no account: whoever has this number",
	"SetPreferenceInput.key":                   "it makes the preference, and its key",
	"NaturalPersonInput.name":                  "of a person as they are insured",
	"NaturalPersonInput.identityNo":            "of a person as they are insured",
	"OrganisationInput.name":                   "of an organisation as it is insured",
	"OrganisationInput.creditCode":             "of an organisation as it is insured",
	"OrganisationContactInput.name":            "of a person as they are insured",
	"PartyChangeInput.name":                    "of a person as they are insured",
	"PartyChangeInput.identityNo":              "of a person as they are insured",
	"PartyChangeInput.creditCode":              "of an organisation as it is insured",
	"ServiceRecipientInput.name":               "whom a document is made out to",
	"ServiceRecipientInput.taxNo":              "whom a document is made out to",
}

// unversioned are the acts on products that name no version, each with the reason.
var unversioned = map[string]string{
	"WithdrawProductInput":       "of the version on sale, which its revision says",
	"KeepProductOnSaleInput":     "of the version on sale, which its revision says",
	"RequestAgreementInput":      "an agreement sells whichever version is on sale",
	"RequestClaimAuthorityInput": "an authority is for all versions",
}

// P12: a thing has one name in all acts. An act points at it by its number under the one name of that number, or by its id where it has
// none: `id` where the act is about it, and the kind of thing before Id where it is another one.
func TestP12AnActPointsAtAThingByOneName(t *testing.T) {
	t.Parallel()
	schema := load(t)
	used := map[string]bool{}
	for _, input := range inputsOfActs(schema) {
		for _, f := range input.Fields {
			at := input.Name + "." + f.Name
			of := f.Type.Name()
			if of == "ID" {
				assert.True(t, f.Name == "id" || strings.HasSuffix(f.Name, "Id") || strings.HasSuffix(f.Name, "Ids"), "%s: an id is called id, or by what it is of", at)
				continue
			}
			assert.False(t, of == "String" && f.Name == "id", "%s: an id is of the type ID", at)
			if of != "String" || !looksLikePointer.MatchString(f.Name) && f.Name != "keyId" {
				continue
			}
			if slices.Contains(pointers, f.Name) {
				continue
			}
			key := at
			if noPointers[key] == "" {
				key = f.Name
			}
			used[key] = true
			assert.NotEmpty(t, noPointers[key], "%s: point at a thing by its id, or by its number under its one name; or say here what it is", at)
		}
		product := input.Fields.ForName("productCode")
		if product != nil && product.Type.NonNull {
			_, excused := unversioned[input.Name]
			assert.NotEqual(t, excused, input.Fields.ForName("version") != nil, "%s: a product is pointed at with its version, or there is a reason here", input.Name)
		}
	}
	for key := range noPointers {
		assert.True(t, used[key], "%s: there is no such input any more", key)
	}
}

// inputsOfActs are all inputs that arguments of mutations have, with those inside them.
func inputsOfActs(schema *ast.Schema) []*ast.Definition {
	var list []*ast.Definition
	seen := map[string]bool{}
	var add func(name string)
	add = func(name string) {
		d := schema.Types[name]
		if d == nil || d.Kind != ast.InputObject || seen[name] || strings.HasSuffix(name, "Filter") { // what is exported is read, and filtered as a list
			return
		}
		seen[name] = true
		list = append(list, d)
		for _, f := range d.Fields {
			add(f.Type.Name())
		}
	}
	for _, f := range schema.Mutation.Fields {
		for _, a := range f.Arguments {
			add(a.Type.Name())
		}
	}
	return list
}
