package rule

import "strings"

// DidYouMean asks whether a word that is unknown was to be one of those that are known, as " (did you mean 'shoes'?)"; empty
// where none is near.
func DidYouMean(word string, known []string) string {
	best, least := "", max(2, len([]rune(word))/3)+1
	for _, each := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(each)); d < least && d < len([]rune(word)) {
			best, least = each, d
		}
	}
	if best == "" {
		return ""
	}
	return didYouMean + best + "'?)"
}

const didYouMean = " (did you mean '"

// Suggested is the word that DidYouMean put into a sentence; empty where it put none.
func Suggested(sentence string) string {
	_, rest, _ := strings.Cut(sentence, didYouMean)
	word, _, _ := strings.Cut(rest, "'?)")
	return word
}

// distance counts the letters to put in, take out, replace or swap with the next, to make one word of the other.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	rows := make([][]int, len(from)+1)
	for i := range rows {
		rows[i] = make([]int, len(to)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(from); i++ {
		for j := 1; j <= len(to); j++ {
			cost := 1
			if from[i-1] == to[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(from)][len(to)]
}
