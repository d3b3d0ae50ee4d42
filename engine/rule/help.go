package rule

import "cel.dev/cel-go/common/operators"

// helped is what authors of conditions are told of a function or an operator.
type helped struct {
	sentence Text
	example  string   // compiles for every product; that of has is made of a variable
	macro    []string // signatures, where CEL knows none
}

const inZone = "('Asia/Shanghai')"

// help by the names of CEL. A test finds a function without it, and an example that does not compile.
var help = map[string]helped{
	operators.LogicalNot:    {Text{"不成立时成立", "True where the condition is false"}, "!(now < start)", nil},
	operators.LogicalAnd:    {Text{"两边都成立", "True where both sides are"}, "insureds > 1 && payer == 'SELLER'", nil},
	operators.LogicalOr:     {Text{"至少一边成立", "True where one side is, or both"}, "insureds > 1 || payer == 'SELLER'", nil},
	operators.Conditional:   {Text{"条件成立取前者，否则取后者", "The first value where the condition holds, else the second"}, "insureds > (payer == 'SELLER' ? 1 : 2)", nil},
	operators.Equals:        {Text{"相等", "Equal"}, "payer == 'SELLER'", nil},
	operators.NotEquals:     {Text{"不相等", "Not equal"}, "payer != 'SELLER'", nil},
	operators.Less:          {Text{"小于；时间则早于", "Less; of instants, earlier"}, "start < now", nil},
	operators.LessEquals:    {Text{"不大于；时间则不晚于", "At most; of instants, not later"}, "insureds <= 3", nil},
	operators.Greater:       {Text{"大于；时间则晚于", "More; of instants, later"}, "insureds > 3", nil},
	operators.GreaterEquals: {Text{"不小于；时间则不早于", "At least; of instants, not earlier"}, "now >= start", nil},
	operators.In:            {Text{"在列表之中", "One of a list"}, "payer in ['CUSTOMER', 'SELLER']", nil},
	operators.Add:           {Text{"相加；文本和列表则相接", "The sum; texts and lists are joined"}, "start + duration('24h') > now", nil},
	operators.Subtract:      {Text{"相减", "The difference"}, "end - start > duration('24h')", nil},
	operators.Multiply:      {Text{"相乘", "The product"}, "insureds * 2 > 3", nil},
	operators.Divide:        {Text{"整数相除，舍去余数", "The quotient of whole numbers, without the rest"}, "insureds / 2 > 1", nil},
	operators.Modulo:        {Text{"整数相除的余数", "The rest of a division of whole numbers"}, "insureds % 2 == 0", nil},
	operators.Negate:        {Text{"相反数", "The number with the other sign"}, "-insureds < 0", nil},
	operators.Index:         {Text{"列表中的一项，自 0 数起", "An item of a list, counted from 0"}, "[1, 2][0] == insureds", nil},

	operators.Has:       {Text{"是否填写了可选的一项", "Whether something optional is there"}, "", []string{"has(object.field) → boolean"}},
	operators.All:       {Text{"每一项都符合条件", "Whether the condition holds for every item"}, "[1, 2].all(n, n <= insureds)", []string{"list(A).all(item, boolean) → boolean"}},
	operators.Exists:    {Text{"有一项符合条件", "Whether the condition holds for some item"}, "[1, 2].exists(n, n == insureds)", []string{"list(A).exists(item, boolean) → boolean"}},
	operators.ExistsOne: {Text{"恰有一项符合条件", "Whether the condition holds for exactly one item"}, "[1, 2].exists_one(n, n == insureds)", []string{"list(A).exists_one(item, boolean) → boolean"}},
	operators.Map: {
		Text{"由每一项算出一个值；可先挑选", "A value of each item, or of those for which a condition holds"}, "[1, 2].map(n, n * 2).exists(n, n == insureds)",
		[]string{"list(A).map(item, B) → list(B)", "list(A).map(item, boolean, B) → list(B)"},
	},
	operators.Filter: {Text{"符合条件的各项", "The items for which the condition holds"}, "size([1, 2].filter(n, n < insureds)) > 0", []string{"list(A).filter(item, boolean) → list(A)"}},

	"bool":       {Text{"由文本得真假", "A boolean of a text"}, "bool('true') || insureds > 1", nil},
	"int":        {Text{"化为整数；时间为 1970 年起的秒数", "A whole number of something; of an instant, seconds since 1970"}, "insureds > int('1')", nil},
	"decimal":    {Text{"由文本或整数得精确小数", "An exact decimal of a text or a whole number"}, "insureds < decimal('2.5')", nil},
	"string":     {Text{"化为文本", "A text of something"}, "string(insureds) == '1'", nil},
	"duration":   {Text{"一段时长，如 '5m'、'24h'", "A span of time, such as '5m' or '24h'"}, "now > start + duration('5m')", nil},
	"timestamp":  {Text{"由带时区的文本得一个时间", "An instant of a text with an offset"}, "now > timestamp('2026-11-23T00:00:00Z')", nil},
	"size":       {Text{"文本的字数，或列表的项数", "Characters of a text, or items of a list"}, "size([1, 2]) > insureds", nil},
	"contains":   {Text{"文本中含有另一文本", "Whether a text holds another"}, "string(insureds).contains('1')", nil},
	"startsWith": {Text{"文本以另一文本开头", "Whether a text begins with another"}, "string(insureds).startsWith('1')", nil},
	"endsWith":   {Text{"文本以另一文本结尾", "Whether a text ends with another"}, "string(insureds).endsWith('1')", nil},
	"matches":    {Text{"文本符合正则表达式", "Whether a regular expression is found in a text"}, "string(insureds).matches('^[0-9]$')", nil},
	"ceil":       {Text{"不小于它的最小整数", "The least whole number that is not less"}, "ceil(decimal('1.5') * insureds) > 2", nil},
	"floor":      {Text{"不大于它的最大整数", "The greatest whole number that is not more"}, "floor(decimal('1.5') * insureds) > 2", nil},
	"round":      {Text{"四舍五入到若干位小数", "Rounded half up to digits after the point"}, "round(decimal('0.125') * insureds, 2) > decimal('0.2')", nil},
	"divide":     {Text{"相除，四舍五入到若干位小数", "The quotient, rounded half up to digits after the point"}, "divide(decimal(insureds), decimal('3'), 2) > decimal('0.5')", nil},
	"sum":        {Text{"各项之和", "The sum of the items"}, "sum([decimal('1'), decimal(insureds)]) > 2", nil},
	"min":        {Text{"较小者", "The lesser of two"}, "min(insureds, 3) > 2", nil},
	"max":        {Text{"较大者", "The greater of two"}, "max(insureds, 2) > 2", nil},
	"days":       {Text{"两个时间之间相隔的天数，按产品时区的日历计", "Days from one instant to another, by the calendar of the product's zone"}, "days(now, start) > 1", nil},

	"getFullYear":     {Text{"时间在某时区的年份", "The year of an instant in a zone"}, "start.getFullYear" + inZone + " > 2026", nil},
	"getMonth":        {Text{"时间在某时区的月份，自 0 数起", "The month of an instant in a zone, counted from 0"}, "start.getMonth" + inZone + " == 0", nil},
	"getDate":         {Text{"时间在某时区的日，自 1 数起", "The day of the month of an instant in a zone, counted from 1"}, "start.getDate" + inZone + " == 1", nil},
	"getDayOfMonth":   {Text{"时间在某时区的日，自 0 数起", "The day of the month of an instant in a zone, counted from 0"}, "start.getDayOfMonth" + inZone + " == 0", nil},
	"getDayOfWeek":    {Text{"时间在某时区的星期，星期日为 0", "The day of the week of an instant in a zone; Sunday is 0"}, "start.getDayOfWeek" + inZone + " == 0", nil},
	"getDayOfYear":    {Text{"时间在某时区是一年中第几天，自 0 数起", "The day of the year of an instant in a zone, counted from 0"}, "start.getDayOfYear" + inZone + " == 0", nil},
	"getHours":        {Text{"时间在某时区的小时；时长的总小时数", "The hour of an instant in a zone; all hours of a duration"}, "start.getHours" + inZone + " < 6", nil},
	"getMinutes":      {Text{"时间在某时区的分；时长的总分钟数", "The minute of an instant in a zone; all minutes of a duration"}, "(end - start).getMinutes() < 30", nil},
	"getSeconds":      {Text{"时间在某时区的秒；时长的总秒数", "The second of an instant in a zone; all seconds of a duration"}, "(end - start).getSeconds() < 30", nil},
	"getMilliseconds": {Text{"时间在某时区的毫秒；时长中不足一秒的毫秒", "The milliseconds of an instant in a zone, or of a duration beyond its seconds"}, "start.getMilliseconds" + inZone + " == 0", nil},
}
