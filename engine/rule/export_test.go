package rule

// Helped counts the functions and operators that authors are told of.
func Helped() int { return len(help) }
