package fault

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Details are written in English where they arise. In Chinese they are looked up here, by their English text; %s stands for what is put
// in. A message is whole: a detail that has no Chinese text is left out of a Chinese message, never quoted in English.

// English tells whether a text holds a phrase of English: two words side by side, the second in small letters. Names of fields, codes
// and values are none.
func English(text string) bool {
	first, second := 0, -1 // letters of the word so far; of the one behind it, -1: there is none before a blank
	for _, r := range text {
		small, letter := r >= 'a' && r <= 'z', r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		switch {
		case r == ' ' && first >= 2:
			first, second = 0, 0
			continue
		case second >= 0 && small:
			second++
		default:
			second = -1
		}
		if second >= 2 {
			return true
		}
		if letter {
			first++
		} else {
			first = 0
		}
	}
	return false
}

// chinese are all details in Chinese, and the words that are put into them.
var chinese = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, words := range []map[string]string{saleWords, factWords, claimWords, peopleWords, masterWords, bookWords, productWords, requestWords, kindWords, singleWords} {
		maps.Copy(all, words)
	}
	return all
})

// pattern is a detail into which something is put: the texts around that.
type pattern struct {
	around []string
	zh     string
}

// patterns are those of all such details. Those that say most come first.
var patterns = sync.OnceValue(func() []pattern {
	var list []pattern
	for key, zh := range chinese() {
		if around := strings.Split(key, "%s"); len(around) > 1 {
			list = append(list, pattern{around, zh})
		}
	}
	slices.SortFunc(list, func(a, b pattern) int {
		left, right := strings.Join(a.around, ""), strings.Join(b.around, "")
		return cmp.Or(len(right)-len(left), strings.Compare(left, right))
	})
	return list
})

// match tells what is put into a detail of this pattern.
func (p pattern) match(detail string) (put []string, ok bool) {
	last := len(p.around) - 1
	if !strings.HasPrefix(detail, p.around[0]) || !strings.HasSuffix(detail[len(p.around[0]):], p.around[last]) {
		return nil, false
	}
	detail = strings.TrimSuffix(detail[len(p.around[0]):], p.around[last])
	for _, between := range p.around[1:last] {
		part, rest, found := strings.Cut(detail, between)
		if !found {
			return nil, false
		}
		put, detail = append(put, part), rest
	}
	return append(put, detail), true
}

// say puts parts into the Chinese text of a pattern: words that are known, in Chinese. Not every text has a place for each.
func (p pattern) say(parts []string) string {
	text := p.zh
	for _, part := range parts {
		for _, words := range []map[string]string{singleWords, kindWords} {
			if word, known := words[part]; known {
				part = word
			}
		}
		text = strings.Replace(text, "%s", part, 1)
	}
	return text
}

// named is a detail that names its input first: numbers: at most 100.
var named = regexp.MustCompile(`(?s)^([A-Za-z][A-Za-z0-9_.]*): (.+)$`)

// longestDetail that is looked up, in bytes: longer ones quote what was sent.
const longestDetail = 2000

// inChinese is a detail in Chinese; ok tells whether it is whole.
func inChinese(detail string) (text string, ok bool) {
	if len(detail) > longestDetail {
		return "", false
	}
	if text, known := chinese()[detail]; known && !strings.Contains(text, "%") {
		return text, true
	}
	if !English(detail) && !strings.Contains(detail, " ") {
		return detail, true // a name
	}
	for _, p := range patterns() {
		if put, matches := p.match(detail); matches {
			if text = p.say(put); !English(text) {
				return text, true
			}
		}
	}
	if found := named.FindStringSubmatch(detail); found != nil {
		text, ok = inChinese(found[2])
		return found[1] + "：" + text, ok
	}
	return "", false
}
