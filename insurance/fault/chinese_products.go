package fault

import (
	"regexp"
	"strings"
)

// Mistakes of a product file are told with more around them: the row of a table before them, behind them what was meant perhaps, and the
// place within a formula.

var (
	rowBefore   = regexp.MustCompile(`(?s)^row (\d+): (.+)$`)
	layerBefore = regexp.MustCompile(`(?s)^layer ([^:]+): (.+)$`)
	hintBehind  = regexp.MustCompile(`^(.+) \((?:did you mean '([^']+)'\?|it is one of ([^()]+))\)$`)
	placeBehind = regexp.MustCompile(`(?s)^(.+) \((?:line (\d+) of it, )?column (\d+)\)$`)
)

// FileMistake is a mistake of a product file in Chinese; as it stands where it has no Chinese text.
func FileMistake(detail string) string {
	if text, whole := mistakeInChinese(detail); whole {
		return text
	}
	return detail
}

func mistakeInChinese(detail string) (string, bool) {
	with := func(told, behind string) (string, bool) {
		text, whole := mistakeInChinese(told)
		return text + behind, whole
	}
	if len(detail) > longestDetail {
		return "", false
	}
	if found := rowBefore.FindStringSubmatch(detail); found != nil {
		text, whole := mistakeInChinese(found[2])
		return "第 " + found[1] + " 行：" + text, whole
	}
	if found := layerBefore.FindStringSubmatch(detail); found != nil {
		return mistakeInChinese(found[2])
	}
	if found := placeBehind.FindStringSubmatch(detail); found != nil {
		place := "（第 " + found[3] + " 个字符）"
		if found[2] != "" {
			place = "（其第 " + found[2] + " 行" + strings.TrimPrefix(place, "（")
		}
		return with(found[1], place)
	}
	if found := hintBehind.FindStringSubmatch(detail); found != nil {
		if found[2] != "" {
			return with(found[1], "，是不是 '"+found[2]+"'？")
		}
		return with(found[1], "，只能是 "+found[3])
	}
	if one, more, several := strings.Cut(detail, "; "); several && placeBehind.MatchString(one) {
		first, whole := mistakeInChinese(one)
		rest, all := mistakeInChinese(more)
		return first + "；" + rest, whole && all
	}
	return inChinese(detail)
}

// kindWords are kinds of values, as they are put into other texts.
var kindWords = map[string]string{
	"a text": "文本", "a whole number": "整数", "a decimal": "小数", "yes or no": "真假值", "a time": "时刻", "a length of time": "时长",
	"a list of texts": "文本列表", "nothing": "空值", "a number": "数", "a string": "文本", "an object": "对象", "a list": "列表",
	"string": "文本", "instant": "时刻",
}

// productWords are mistakes of product files.
var productWords = map[string]string{
	"each number is greater than the one before": "每个数须大于前一个",
	"%s is personal: no booking says it":         "%s 为个人信息，业务明细不得记录",
	"1 to %s numbers, ascending":                 "1 至 %s 个数，升序",
	"%s is no number":                            "%s 不是数值",
	"%s is no factor":                            "%s 不是要素",
	// Formulas
	"'%s' does not take %s and %s":                            "'%s' 不能用于%s和%s",
	"'%s' does not take %s":                                   "'%s' 不能用于%s",
	"there is no '%s'":                                        "没有 '%s'",
	"a text is not closed: %s is missing":                     "文本没有结束：缺少 %s",
	"'%s' alone compares nothing":                             "单独一个 '%s' 不能比较",
	"'%s' alone is no sign":                                   "单独一个 '%s' 不是运算符",
	"'%s' is no sign":                                         "'%s' 不是运算符",
	"%s is not understood":                                    "看不懂 %s",
	"it ends too early: %s is missing":                        "没有写完：缺少 %s",
	"it ends too early: something is missing at the end":      "没有写完：末尾还缺内容",
	"%s is missing":                                           "缺少 %s",
	"'%s' is not expected here":                               "这里不该有 '%s'",
	"a length of time is written as 5m, 1h30m or 24h":         "时长写作 5m、1h30m 或 24h",
	"a time is written as 2026-11-28T00:00:00+08:00":          "时刻写作 2026-11-28T00:00:00+08:00",
	"gives %s where %s is needed":                             "得出%s，而这里要%s",
	"may cost %s with the largest inputs, at most %s":         "输入最大时计算量达 %s，上限为 %s",
	"%s is a binary fraction: write decimal('%s')":            "%s 是二进制小数：请写 decimal('%s')",
	"%s: unsigned numbers and bytes are not used":             "%s：不使用无符号数和字节串",
	"it has %s characters: %s are the most":                   "有 %s 个字符，最多 %s 个",
	"formulas make no objects":                                "公式不能构造对象",
	"%s is never '%s'":                                        "%s 从不是 '%s'",
	"%s and %s are never equal":                               "%s 与 %s 从不相等",
	"%s is personal: neither rules nor prices may look at it": "%s 是个人信息：规则和价格都不能使用",
	"never holds, whatever the factors are: the step or the rule is never reached": "无论要素为何都不成立：这一步或这条规则永远不会用到",
	"only a claim has %s":                                               "只有理赔才有 %s",
	"error parsing regexp: missing closing ]: %s":                       "正则表达式有误：缺少 ]：%s",
	"error parsing regexp: missing closing ): %s":                       "正则表达式有误：缺少 )：%s",
	"error parsing regexp: unexpected ): %s":                            "正则表达式有误：多了 )：%s",
	"error parsing regexp: missing argument to repetition operator: %s": "正则表达式有误：%s 前面没有可重复的内容",
	"error parsing regexp: invalid escape sequence: %s":                 "正则表达式有误：没有转义 %s",
	"error parsing regexp: invalid repeat count: %s":                    "正则表达式有误：重复次数 %s 不行",
	"error parsing regexp: invalid character class range: %s":           "正则表达式有误：字符范围 %s 不行",
	"%s does not exist":                                                 "没有文件 %s",
	"value is not allowed in this context":                              "这里不能有值：请检查缩进和引号",
	"unexpected key name":                                               "这里不该有键：请检查缩进",
	"non-map value is specified":                                        "这里须是“键: 值”",
	"could not find flow mapping end token '}'":                         "缺少 }",
	"could not find flow sequence end token ']'":                        "缺少 ]",
	"could not find end character of single-quoted text":                "缺少结尾的单引号",
	"could not find end character of double-quoted text":                "缺少结尾的双引号",
	"mapping key %s already defined at %s":                              "键 %s 重复，已在 %s",
	"error parsing regexp: %s":                                          "正则表达式有误：%s",

	// Factors
	"%s cannot name a factor: a small letter, then letters and digits, and no reserved word": "%s 不能作要素名：以小写字母开头，只含字母和数字，且不是保留字",
	"%s cannot name a derived factor, or is taken":                                           "%s 不能作推出要素的名称，或已被占用",
	"%s is declared twice": "%s 声明了两次",
	"%s is no unit":        "%s 不是单位",
	"%s is none of string, integer, decimal, boolean, instant":               "%s 只能是 string、integer、decimal、boolean、instant 之一",
	"%s is none of string, integer, decimal, boolean, instant, object, list": "%s 只能是 string、integer、decimal、boolean、instant、object、list 之一",
	"a list needs a limit between 1 and %s":                                  "列表须有 1 至 %s 的上限",
	"a list needs to say what its items are":                                 "列表须说明各项是什么",
	"a title in zh and en is needed":                                         "须有中文和英文标题",
	"an object needs fields":                                                 "对象须有字段",
	"empty, or there twice":                                                  "为空，或重复",
	"items are neither optional nor lists":                                   "列表的项既不能可选，也不能又是列表",
	"max and below exclude each other":                                       "max 与 below 不能并用",
	"must lie between 0 and %s":                                              "须在 0 至 %s 之间",
	"must lie between 1 and %s":                                              "须在 1 至 %s 之间",
	"nested more than %s deep":                                               "嵌套超过 %s 层",
	"nested too deep":                                                        "嵌套太深",
	"nothing lies between the limits":                                        "上下限之间没有值",
	"only %s has this":                                                       "只有%s才有这一项",
	"only a string has this":                                                 "只有文本才有这一项",
	"permits nothing":                                                        "没有允许任何值",
	"%s is no optional factor":                                               "%s 不是可选要素",
	"there is no input %s":                                                   "没有输入项 %s",
	"there is no %s":                                                         "没有 %s",
	"it is needed, or there is no such input":                                "必填，或没有该输入项",

	// Rules
	"%s is none of refuse, refer, require, correct":                         "%s 只能是 refuse、refer、require、correct 之一",
	"%s is none of sale, quote, issue, endorse, renew, cancel, claim":       "%s 只能是 sale、quote、issue、endorse、renew、cancel、claim 之一",
	"a sentence in zh and en is needed":                                     "须有中文和英文说明",
	"a text in zh and en is needed":                                         "须有中文和英文",
	"an act is needed":                                                      "须写明用于何种业务",
	"only a claim is corrected":                                             "只有理赔才能更正",
	"only %s has %s":                                                        "只有 %s 才有 %s",
	"%s is no code (capitals, digits and _), or there twice":                "%s 不是代码（大写字母、数字和 _），或重复",
	"%s is no code, or there twice":                                         "%s 不是代码，或重复",
	"%s is no code: capitals, digits and -, at most 32":                     "%s 不是代码：大写字母、数字和 -，最多 32 个",
	"%s is no code: capitals, digits and _":                                 "%s 不是代码：大写字母、数字和 _",
	"%s is no code: capitals, digits, _ and -, a capital first, at most 32": "%s 不是代码：大写字母开头，只含大写字母、数字、_ 和 -，最多 32 个",

	// Tables and steps
	"%s cannot name a table, or is taken":                                 "%s 不能作表名，或已被占用",
	"there is no table %s":                                                "没有费率表 %s",
	"%s is never %s":                                                      "%s 从不是 %s",
	"%s is there already, in row %s":                                      "%s 已在第 %s 行",
	"gap: nothing for %s below %s":                                        "有空档：%s 在 %s 以下没有值",
	"gap: nothing for %s from %s to below %s, after row %s":               "有空档：%s 从 %s 到 %s 没有值，在第 %s 行之后",
	"gap: nothing for %s from %s on":                                      "有空档：%s 从 %s 起没有值",
	"overlaps row %s":                                                     "与第 %s 行重叠",
	"nothing lies from %s to below %s":                                    "从 %s 到小于 %s 之间没有值",
	"%s keys, the table has %s":                                           "有 %s 个键，而该表有 %s 个",
	"a decline needs a code and a sentence in zh and en":                  "不承保须有代码和中英文说明",
	"either a value or a decline":                                         "须有值，或写明不承保",
	"%s is less than nothing, and %s is computed from it by %s":           "%s 小于零，而 %s 由它经 %s 算出",
	"%s can be anything: the table needs an else row":                     "%s 可以是任何值：该表须有 else 行",
	"a table needs keys or a band":                                        "费率表须有键或分段",
	"no row for %s, and no else row":                                      "%s 没有对应的行，也没有 else 行",
	"the table has no band":                                               "该表没有分段",
	"the table is empty":                                                  "该表为空",
	"no step asks table %s: use it or take it out":                        "没有步骤用到费率表 %s：请使用或删除",
	"a sheet needs steps":                                                 "须有计算步骤",
	"a step is exactly one of set, multiply, add, formula, bounds, round": "一步须且只能是 set、multiply、add、formula、bounds、round 之一",
	"takes exactly one of table, factor, decimal":                         "须且只能取 table、factor、decimal 之一",
	"the first step sets a value, always":                                 "第一步须无条件取值",
	"nothing lies between the bounds, or there are none":                  "上下限之间没有值，或没有上下限",
	"may leave fractions of a minor unit: round to %s digits":             "可能留下不足一分的尾数：请舍入到 %s 位",
	"%s is not a way to round: %s":                                        "%s 不是舍入方式：%s",
	"an earlier step that worksheets name %s has another title: give this one a name of its own": "计算表中名为 %s 的前一步标题不同：请另起名称",
	"not a decimal such as 12.50: digits, at most 18 before and 6 after the point":               "不是 12.50 这样的小数：点前最多 18 位，点后最多 6 位",
	"not a decimal such as 12.50: digits, at most 18 before and 6 after the point: %s":           "不是 12.50 这样的小数：点前最多 18 位，点后最多 6 位：%s",
	"unknown currency, or two different ones":                                                    "没有这种货币，或有两种",
	"unknown currency, or two different ones: %s":                                                "没有这种货币，或有两种：%s",

	// Terms, filing, claims
	"%s is less than %s":                                    "%s 小于 %s",
	"%s is more than %s":                                    "%s 大于 %s",
	"%s is no decimal in a string":                          "%s 不是引号中的小数",
	"%s is no string":                                       "%s 不是文本",
	"%s is no %s":                                           "%s 不是%s",
	"%s is none of %s":                                      "%s 只能是 %s 之一",
	"it cannot be computed: only %s can":                    "不能用公式：只有 %s 可以",
	"there is no such term":                                 "没有这一条款参数",
	"must be %s or {formula: ...}":                          "须是 %s 或 {formula: ...}",
	"only the product file has formulas":                    "只有产品文件可以有公式",
	"the list is empty":                                     "列表为空",
	"there is no term %s":                                   "没有条款参数 %s",
	"not an ISO 8601 period such as P1Y, P90D or PT24H":     "不是 P1Y、P90D 或 PT24H 这样的期限",
	"not an ISO 8601 period such as P1Y, P90D or PT24H: %s": "不是 P1Y、P90D 或 PT24H 这样的期限：%s",
	"%s is not an ISO 8601 period such as P1D or PT6H":      "%s 不是 P1D 或 PT6H 这样的期限",
	"%s is no decimal from 0 on with at most %s digits after the point":                       "%s 不是自 0 起、小数点后最多 %s 位的小数",
	"a share of the premium lies below 1":                                                     "占保费的比例须小于 1",
	"nothing lies between least and most":                                                     "least 与 most 之间没有值",
	"commission is paid out of the expense loading: it is at most %s":                         "手续费出自附加费用：最多 %s",
	"is needed, as it was filed: 1 to 100 characters":                                         "须按备案填写：1 至 100 个字符",
	"least and most, or factor, must say what was filed":                                      "须以 least 和 most 或 factor 写明备案范围",
	"the filed price itself has the factor 1, which must lie within":                          "备案价格本身的系数为 1，须在范围内",
	"%s is personal: it is found by those who may see personal data, without this":            "%s 是个人信息：有权查看的人无须此项即可查找",
	"a product does not succeed itself":                                                       "产品不能接替自己",
	"%s is no LIST[].FIELD of a list of objects with such a string, of at most %s characters": "%s 不是含有该文本（最多 %s 个字符）的对象列表的 LIST[].FIELD",
	"%s has a meaning of its own in all products":                                             "%s 在所有产品中另有含义",
	"%s is neither a factor that is a string, nor claim.NAME of such a fact":                  "%s 既不是文本要素，也不是此类理赔要素的 claim.NAME",
	"%s is no %s among the facts of a claim":                                                  "理赔要素中没有名为 %s 的%s",
	"%s is no instant among the facts of a claim, nor LIST[].FIELD of a list with one":        "%s 不是理赔要素中的时刻，也不是含有时刻的列表的 LIST[].FIELD",
	"%s is personal: it can be no amount":                                                     "%s 是个人信息：不能作金额",
	"%s is personal: no window can be counted from it":                                        "%s 是个人信息：不能据以起算时限",
	"%s is personal: no window can be counted to it":                                          "%s 是个人信息：不能据以截止时限",
	"%s must be personal: ACCOUNT":                                                            "%s 须为 personal: ACCOUNT",
	"%s: a claim has none":                                                                    "%s：理赔没有这一项",
	"a fact of a claim is needed":                                                             "须是理赔要素",
	"must be 1 or more":                                                                       "须不小于 1",

	// The file
	"%s lies outside of the folder %s, and only that is stored with the product": "%s 不在文件夹 %s 内，只有其中的文件随产品保存",
	"%s: there is no claim yet when a policy is sold":                            "%s：承保时还没有理赔",
	"%s: there is none here, only when the act is %s":                            "%s：这里没有，只有%s时才有",
	"a product needs a plan":                                                     "产品须有方案",
	"a zone is needed, such as Asia/Shanghai":                                    "须有时区，例如 Asia/Shanghai",
	"documents are .md, .html or .pdf":                                           "文件只能是 .md、.html 或 .pdf",
	"there is no document of kind %s":                                            "没有 %s 类的文件",
	"a name must be plain text":                                                  "名称须是普通文本",
	"cannot be set":                                                              "不能设置",
	"must be a mapping of names to values":                                       "须是“名称: 值”的形式",
	"must be a plain value":                                                      "须是单个值",
	"must be a text or a number":                                                 "须是文本或数",
	"must be a list":                                                             "须是列表",
	"must be true or false":                                                      "须是 true 或 false",
	"must be a whole number":                                                     "须是整数",
	"the file holds no product, or more than one":                                "文件中没有产品，或不止一个",
	"the key is there twice":                                                     "这个键重复",
	"there is no such key here":                                                  "这里没有这个键",
	"there is no such key here: a text with a comma within {…} stands in quotes": "这里没有这个键：{…} 中含逗号的文本须加引号",
	"a tab stands here: indent by spaces":                                        "这里有制表符：请用空格缩进",
}
