package fault

// Code is a stable error code: never removed, never given another meaning.
type Code string

// Codes in userErrors: the caller can act on them.
const (
	InvalidValue   Code = "INVALID_VALUE"
	Required       Code = "REQUIRED"
	NotFound       Code = "NOT_FOUND"
	RequestMatch   Code = "REQUEST_MISMATCH"
	Conflict       Code = "CONFLICT"
	InvalidState   Code = "INVALID_STATE"
	RuleRefusal    Code = "RULE_REFUSED"
	ProductOffSale Code = "PRODUCT_OFF_SALE"
	ChannelClosed  Code = "CHANNEL_CLOSED"
	NotAgreed      Code = "NOT_AGREED"
	WrongPremium   Code = "PREMIUM_MISMATCH"
	DuplicateCover Code = "DUPLICATE_COVER"
	QuoteExpired   Code = "QUOTE_EXPIRED"
	UnsafeURL      Code = "UNSAFE_URL"
	QuotaExhausted Code = "QUOTA_EXHAUSTED"
	BadCredentials Code = "BAD_CREDENTIALS"
	SecondFactor   Code = "SECOND_FACTOR_REQUIRED"
	LockedOut      Code = "LOCKED_OUT"
	FourEyes       Code = "FOUR_EYES"
	LimitReached   Code = "LIMIT_REACHED"
)

// Codes of top-level errors: protocol, authentication, limits, our own failures.
const (
	BadRequest         Code = "BAD_REQUEST"
	ParseFailed        Code = "GRAPHQL_PARSE_FAILED"
	ValidationFailed   Code = "GRAPHQL_VALIDATION_FAILED"
	VariableInvalid    Code = "VARIABLE_INVALID"
	OperationMissing   Code = "OPERATION_NOT_FOUND"
	OneMutation        Code = "ONE_MUTATION_PER_REQUEST"
	BodyTooLarge       Code = "BODY_TOO_LARGE"
	MediaType          Code = "UNSUPPORTED_MEDIA_TYPE"
	NotAcceptable      Code = "NOT_ACCEPTABLE"
	MethodNotAllowed   Code = "METHOD_NOT_ALLOWED"
	TooComplex         Code = "QUERY_TOO_COMPLEX"
	TooDeep            Code = "QUERY_TOO_DEEP"
	TooManyAliases     Code = "QUERY_TOO_MANY_ALIASES"
	TooManyFields      Code = "QUERY_TOO_MANY_FIELDS"
	TooManyTokens      Code = "QUERY_TOO_MANY_TOKENS"
	Unauthenticated    Code = "UNAUTHENTICATED"
	SignatureMissing   Code = "SIGNATURE_MISSING"
	SignatureMalformed Code = "SIGNATURE_MALFORMED"
	SignatureStale     Code = "SIGNATURE_STALE"
	SignatureInvalid   Code = "SIGNATURE_INVALID"
	DigestMismatch     Code = "DIGEST_MISMATCH"
	UnknownKey         Code = "UNKNOWN_KEY"
	ComponentMissing   Code = "COMPONENT_MISSING"
	ComponentUnknown   Code = "COMPONENT_UNSUPPORTED"
	ParameterMissing   Code = "PARAMETER_MISSING"
	AlgorithmMismatch  Code = "ALGORITHM_MISMATCH"
	NonceReused        Code = "NONCE_REUSED"
	Forbidden          Code = "FORBIDDEN"
	SetupRequired      Code = "SETUP_REQUIRED"
	CrossOrigin        Code = "CROSS_ORIGIN"
	Throttled          Code = "THROTTLED"
	Timeout            Code = "TIMEOUT"
	Unavailable        Code = "UNAVAILABLE"
	Internal           Code = "INTERNAL"
)

// Category groups codes by what the caller should do.
type Category string

// Categories.
const (
	Input          Category = "INPUT"          // correct the input
	Business       Category = "BUSINESS"       // the product, agreement or state says no
	Protocol       Category = "PROTOCOL"       // correct the program
	Authentication Category = "AUTHENTICATION" // correct the credentials
	Limit          Category = "LIMIT"          // ask for less, or later
	Ours           Category = "INTERNAL"       // ours; try again with the same number
)

// Entry is what the registry says of a code.
type Entry struct {
	Category  Category
	Retryable bool // the same request may succeed later
	Zh, En    string
}

// Entry looks a code up; an unregistered code is a mistake of ours and reads as INTERNAL.
func (c Code) Entry() Entry {
	if e, ok := Registry[c]; ok {
		return e
	}
	return Registry[Internal]
}

// Registry holds every code with its sentences; the reference page is made from it.
var Registry = map[Code]Entry{
	InvalidValue:   {Input, false, "值的格式或范围不正确", "a value breaks its format or range"},
	Required:       {Input, false, "缺少本产品要求的值", "a value is missing that this product asks for"},
	NotFound:       {Input, false, "在调用方的范围内没有这个对象", "no such thing in the caller's view"},
	RequestMatch:   {Business, false, "同一请求号此前已用于不同内容", "the same request number came before with other content"},
	Conflict:       {Business, true, "对象已被他人修改", "somebody changed it meanwhile"},
	InvalidState:   {Business, false, "当前状态不允许此操作", "its state does not allow this"},
	RuleRefusal:    {Business, false, "产品规则拒绝", "a product rule refused it"},
	ProductOffSale: {Business, false, "产品已停售", "the product is off sale"},
	ChannelClosed:  {Business, false, "渠道已关闭", "the channel is closed"},
	NotAgreed:      {Business, false, "契约不允许", "the agreement does not permit it"},
	WrongPremium:   {Business, false, "提交的保费与计算结果不一致", "the sent premium is not the computed one"},
	DuplicateCover: {Business, false, "该被保险标的已有保单", "another policy covers this insured already"},
	QuoteExpired:   {Business, false, "报价已过期", "the quote is too old"},
	UnsafeURL:      {Input, false, "回调地址不安全", "the webhook address is refused"},
	QuotaExhausted: {Business, false, "契约配额已用完", "the agreement's quota is used up"},
	BadCredentials: {Input, false, "用户名、密码或验证码不正确", "name, password or code is wrong"},
	SecondFactor:   {Input, false, "还需要第二因素验证码", "a code of the second factor is needed too"},
	LockedOut:      {Business, true, "失败次数过多，请稍后再试", "too many failures; wait"},
	FourEyes:       {Business, false, "须由另一人处理", "somebody else must do this"},
	LimitReached:   {Business, true, "已达当日上限", "a daily bound is reached"},

	BadRequest:         {Protocol, false, "请求格式错误", "the request is malformed"},
	ParseFailed:        {Protocol, false, "GraphQL 语法错误", "the document does not parse"},
	ValidationFailed:   {Protocol, false, "GraphQL 校验失败", "the document does not fit the schema"},
	VariableInvalid:    {Protocol, false, "变量与类型不符", "a variable does not fit its type"},
	OperationMissing:   {Protocol, false, "没有可执行的操作", "no operation to execute"},
	OneMutation:        {Protocol, false, "每个请求只能有一个变更", "one mutation a request"},
	BodyTooLarge:       {Limit, false, "请求体过大", "the body is too large"},
	MediaType:          {Protocol, false, "只接受 application/json", "only application/json is accepted"},
	NotAcceptable:      {Protocol, false, "无法提供所要求的媒体类型", "no acceptable media type can be answered"},
	MethodNotAllowed:   {Protocol, false, "只接受 POST", "only POST is accepted"},
	TooComplex:         {Limit, false, "查询成本过高", "the query costs too much"},
	TooDeep:            {Limit, false, "查询嵌套过深", "the query is too deep"},
	TooManyAliases:     {Limit, false, "别名过多", "too many aliases"},
	TooManyFields:      {Limit, false, "字段过多", "too many fields"},
	TooManyTokens:      {Limit, false, "词元过多", "too many tokens"},
	Unauthenticated:    {Authentication, false, "凭证无效", "the credential is not valid"},
	SignatureMissing:   {Authentication, false, "缺少签名", "the request is not signed"},
	SignatureMalformed: {Authentication, false, "签名格式错误", "the signature cannot be read"},
	SignatureStale:     {Authentication, false, "签名时间超出允许范围", "the signature is too old or from the future"},
	SignatureInvalid:   {Authentication, false, "签名不正确", "the signature does not verify"},
	DigestMismatch:     {Authentication, false, "内容摘要不符", "the content digest does not match the body"},
	UnknownKey:         {Authentication, false, "未知的密钥", "the key is unknown"},
	ComponentMissing:   {Authentication, false, "签名未覆盖必需的部分", "the signature leaves out a required component"},
	ComponentUnknown:   {Authentication, false, "签名覆盖了不支持的部分", "the signature covers a component that is not supported"},
	ParameterMissing:   {Authentication, false, "签名缺少参数", "the signature lacks a parameter"},
	AlgorithmMismatch:  {Authentication, false, "签名算法与密钥不符", "the algorithm is not that of the key"},
	NonceReused:        {Authentication, false, "随机数已使用过", "the nonce was used before"},
	Forbidden:          {Authentication, false, "无权执行", "the caller may not do this"},
	SetupRequired:      {Authentication, false, "须先修改密码或设置第二因素", "a password or second factor must be set up first"},
	CrossOrigin:        {Authentication, false, "拒绝跨站请求", "cross-origin requests are refused"},
	Throttled:          {Limit, true, "请求过于频繁", "too many requests"},
	Timeout:            {Ours, true, "处理超时", "it took too long"},
	Unavailable:        {Ours, true, "服务暂不可用", "the service is not available now"},
	Internal:           {Ours, true, "内部错误", "internal error"},
}
