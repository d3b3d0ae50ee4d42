package histories

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing/fstest"

	"baodan/bench/histories/model"
	"baodan/engine/rule"
)

// folder is a product as its authors write it: file, examples, documents.
func folder(code string, p *model.Product) fstest.MapFS {
	name, document := strings.ToLower(code), &fstest.MapFile{Data: []byte("# " + code + "\n")}
	return fstest.MapFS{
		name + ".yaml":    &fstest.MapFile{Data: []byte(productFile(code, p))},
		name + ".example": &fstest.MapFile{Data: []byte(examples(p))},
		name + "/all.md":  document,
	}
}

const head = `code: CODE
name: {zh: 试, en: Trial}
currency: CNY
timeZone: ZONE
filing:
  commissionMost: 'MOST'
  expenseLoading: '0.9'
  premium:
FILED
coverages:
  - {code: CODE, name: {zh: 试, en: Trial}, class: ACCIDENT, clause: 条款, filingNo: C1, taxClass: VAT6, portfolio: ACCIDENT, cause: TRIAL}
documents:
  - {kind: TERMS, title: {zh: 条款, en: Terms}, file: FOLDER/all.md}
  - {kind: NOTICE, title: {zh: 须知, en: Notice}, file: FOLDER/all.md}
  - {kind: CLAIM_GUIDE, title: {zh: 理赔指引, en: Guide}, file: FOLDER/all.md}
factors:
  - {name: class, title: {zh: 类, en: Class}, type: string, enum: [a, b, c]}
  - {name: units, title: {zh: 数, en: Units}, type: decimal, min: 0.01, max: UNITS}
  - {name: count, title: {zh: 次, en: Count}, type: integer, min: 0, max: 100}
`

const claimRules = `rules:
  - {code: CAUSE_EXCLUDED, on: [claim], if: claim.cause == 'excluded', effect: refuse, sentence: {zh: 除外, en: Excluded}}
  - {code: CAUSE_UNCLEAR, on: [claim], if: claim.cause == 'unclear', effect: correct, sentence: {zh: 不明, en: Unclear}, path: facts.cause}
  - {code: CAUSE_DOUBTFUL, on: [claim], if: claim.cause == 'doubtful', effect: refer, sentence: {zh: 存疑, en: Doubtful}}
`

const claimFacts = `claims:
  facts:
    - {name: loss, title: {zh: 损失, en: Loss}, type: decimal, min: 0}
    - {name: cause, title: {zh: 原因, en: Cause}, type: string, enum: [usual, excluded, unclear, doubtful]}
    - {name: suspicious, title: {zh: 可疑, en: Suspicious}, type: boolean, default: false}
    - {name: odd, title: {zh: 异常, en: Odd}, type: boolean, default: false}
    - {name: receipt, title: {zh: 票据, en: Receipt}, type: string, maxLength: 40, optional: true}
  loss: loss
`

func productFile(code string, p *model.Product) string {
	var f strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&f, format+"\n", args...) }
	filed := ""
	if p.PremiumLeast != "" {
		filed += fmt.Sprintf("    least: '%s'\n    most: '%s'\n", p.PremiumLeast, p.PremiumMost)
	}
	if p.FactorLeast != "" {
		filed += fmt.Sprintf("    factor: {least: '%s', most: '%s'}\n", p.FactorLeast, p.FactorMost)
	}
	f.WriteString(strings.NewReplacer("CODE", code, "ZONE", p.Zone.String(), "MOST", p.CommissionMost, "FILED\n", filed,
		"FOLDER", strings.ToLower(code), "UNITS", p.UnitsMost).Replace(head))
	say("terms:")
	writeTerms(say, "  ", p.Terms)
	say("plans:")
	for _, plan := range p.Plans {
		say("  - code: %s\n    name: {zh: 计划, en: Plan}", plan.Code)
		if len(plan.Terms) > 0 {
			say("    terms:")
			writeTerms(say, "      ", plan.Terms)
		}
	}
	f.WriteString(claimRules)
	writeRating(say, p)
	f.WriteString(claimFacts)
	writeClaims(say, p.Claims)
	return f.String()
}

func writeTerms(say func(string, ...any), indent string, layer model.Layer) {
	values := layerOf(layer)
	for _, key := range slices.Sorted(maps.Keys(layer)) {
		switch value := values[key].(type) {
		case []any:
			say("%s%s: [%s]", indent, key, strings.ReplaceAll(layer[key], " ", ", "))
		case string:
			say("%s%s: '%s'", indent, key, value)
		default:
			say("%s%s: %v", indent, key, value)
		}
	}
}

// layerOf is a layer as JSON gives it.
func layerOf(layer model.Layer) rule.Layer {
	values := rule.Layer{}
	for key, text := range layer {
		switch key {
		case "payers", "endorse.by", "endorse.changes", "renew.by", "cancel.by", "cancel.reasons":
			list := []any{}
			for _, one := range strings.Fields(text) {
				list = append(list, one)
			}
			values[key] = list
		case "renew.noticeDays", "claim.most", "claim.reviewFromScore", "claim.declineAboveScore":
			n, err := strconv.Atoi(text)
			if err != nil {
				panic(err)
			}
			values[key] = n
		default:
			values[key] = text
			if text == "true" || text == "false" {
				values[key] = text == "true"
			}
		}
	}
	return values
}

func writeRating(say func(string, ...any), p *model.Product) {
	say("rating:\n  tables:\n    - name: rate\n      title: {zh: 费率, en: Rate}\n      keys: [plan, class]\n      rows:")
	for _, plan := range p.Plans {
		for _, class := range classes {
			say("        - {keys: [%s, %s], value: %s}", plan.Code, class, plan.Rates[class])
		}
	}
	say("    - name: sum\n      title: {zh: 保额, en: Sum}\n      keys: [plan]\n      rows:")
	for _, plan := range p.Plans {
		say("        - {key: %s, value: %s}", plan.Code, plan.SumInsured)
	}
	if len(p.Bands) > 0 {
		say("    - name: counted\n      title: {zh: 次数, en: Counted}\n      band: count\n      rows:")
		for i, band := range p.Bands {
			below := ""
			if i+1 < len(p.Bands) {
				below = fmt.Sprintf(", below: %d", p.Bands[i+1].From)
			}
			say("        - {from: %d%s, value: %s}", band.From, below, band.Value)
		}
	}
	say("  premium:\n    - set: {table: rate}")
	if p.TimesUnits {
		say("    - multiply: {factor: units}")
	}
	if len(p.Bands) > 0 {
		say("    - multiply: {table: counted}")
	}
	if p.Plus != "" {
		say("    - add: {decimal: %s}", p.Plus)
	}
	if p.Times != "" {
		say("    - multiply: {decimal: %s}", p.Times)
	}
	say("    - round: {digits: %d, mode: %s}", p.Digits, p.Mode)
	if p.Bounds[0] != "" {
		say("    - bounds: {min: %s, max: %s}", p.Bounds[0], p.Bounds[1])
	}
	say("  sumInsured:\n    - set: {table: sum}")
	if p.SumTimesUnits {
		say("    - multiply: {factor: units}\n    - round: {digits: 2, mode: down}")
	}
}

func writeClaims(say func(string, ...any), c model.ClaimRules) {
	if c.Once {
		say("  once:\n    - {fact: receipt, code: RECEIPT_USED, sentence: {zh: 票据已用, en: Used}}")
	}
	say("  score:")
	say("    - {code: SUSPICIOUS, if: claim.suspicious, points: %d, sentence: {zh: 可疑, en: Suspicious}}", c.Suspicious)
	say("    - {code: ODD, if: claim.odd, points: %d, sentence: {zh: 异常, en: Odd}}", c.Odd)
	if c.NoAmount {
		return
	}
	say("  amount:\n    - formula: \"max(decimal(0), claim.loss - decimal('%s'))\"", c.Deductible)
	say("    - multiply: {decimal: %s}\n    - round: {digits: 2, mode: %s}", c.Share, c.Mode)
	if c.Most != "" {
		say("    - bounds: {max: %s}", c.Most)
	}
}

// examples name each rule, as a publication asks.
func examples(p *model.Product) string {
	payer := strings.Fields(p.Terms["payers"])[0]
	given := "given: payer " + payer + ", now 2026-11-23T10:00:00+08:00\n" +
		"given: class a, units 1, count 0, claim.loss 100, start 2026-11-23T10:00:00+08:00, occurred 2026-11-23T10:10:00+08:00\n\n"
	return given + "claim plan P1: claim.cause excluded\n  declined CAUSE_EXCLUDED\n" +
		"claim plan P1: claim.cause unclear\n  corrected CAUSE_UNCLEAR\nclaim plan P1: claim.cause doubtful\n  referred CAUSE_DOUBTFUL\n"
}
