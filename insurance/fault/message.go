package fault

import (
	"regexp"
	"strconv"
)

// A message is one sentence. What exactly is wrong says it alone where it is a sentence itself; where it says what an input must be, the
// input is named; and where it is a few words, the sentence of the code introduces them.

// verb of a sentence: a detail without one is a few words.
var verb = regexp.MustCompile(`\b(is|are|was|were|has|have|had|may|must|does|do|did|can|cannot|lies|lie|begins|ends|goes|comes|came|needs|` +
	`works|work|said|says|paid|got|asked|exists|holds|hold|gives|reads|decides|decided|expired|changed|voted|stays|takes|takes|permits|permit|arrived|` +
	`asks|belongs|belong|covers|wraps|pays|wait|waits|sign|signed|lives|appears|covered|sells|sell|opens|sees|speaks|names|means|stops|look|answer|answers|keeps|fits)\b`)

// aboutInput are the codes whose detail says what an input must be.
var aboutInput = map[Code]bool{CodeInvalidValue: true, CodeVariableInvalid: true, CodeUnsafeURL: true}

// predicate is what lacks its subject, which is the input.
var predicate = regexp.MustCompile(`^(is|are|must|has|have|may) `)

// Message is a fault in a sentence of a language ("zh", else English). A Chinese message holds no English: a detail without a Chinese
// text is left out.
func (f Fault) Message(language string) string {
	zh := language == "zh"
	sentence, detail := f.Code.Entry().En, f.Detail
	if zh {
		sentence, detail = f.Code.Entry().Zh, f.detailInChinese()
	}
	input := f.input()
	switch {
	case input != "" && detail != "" && predicate.MatchString(f.Detail):
		return input + " " + detail
	case aboutInput[f.Code] && input != "":
		return refusal(input, detail, zh)
	case detail == "":
		return sentence
	case f.Zh != "" || verb.MatchString(f.Detail) && !predicate.MatchString(f.Detail):
		return detail
	case zh:
		return sentence + "：" + detail
	}
	return sentence + ": " + detail
}

// refusal of an input: what it must be.
func refusal(input, detail string, zh bool) string {
	switch {
	case zh && detail == "":
		return input + " 不符合要求"
	case zh:
		return input + " 不符合要求：" + detail
	case detail == "":
		return input + " is refused"
	}
	return input + " is refused: " + detail
}

// input is the name of the input that the fault is about, without places of lists; empty where no single one is.
func (f Fault) input() string {
	for i := len(f.Path) - 1; i >= 0; i-- {
		if _, err := strconv.Atoi(f.Path[i]); err != nil {
			return f.Path[i]
		}
	}
	return ""
}

// detailInChinese is empty where there is none, or none that is whole.
func (f Fault) detailInChinese() string {
	if f.Zh != "" || f.Detail == "" {
		return f.Zh
	}
	text, whole := inChinese(f.Detail)
	if !whole {
		return ""
	}
	return text
}
