package fault

// Code is a stable error code: never removed, never given another meaning.
type Code string

// Codes in userErrors: the caller can act on them.
const (
	CodeInvalidValue         Code = "INVALID_VALUE"
	CodeRequired             Code = "REQUIRED"
	CodeNotFound             Code = "NOT_FOUND"
	CodeRequestMismatch      Code = "REQUEST_MISMATCH"
	CodeConflict             Code = "CONFLICT"
	CodeInvalidState         Code = "INVALID_STATE"
	CodeRuleRefused          Code = "RULE_REFUSED"
	CodeProductOffSale       Code = "PRODUCT_OFF_SALE"
	CodeChannelClosed        Code = "CHANNEL_CLOSED"
	CodeNotAgreed            Code = "NOT_AGREED"
	CodePremiumMismatch      Code = "PREMIUM_MISMATCH"
	CodePreviewChanged       Code = "PREVIEW_CHANGED"
	CodeDuplicateCover       Code = "DUPLICATE_COVER"
	CodeQuoteExpired         Code = "QUOTE_EXPIRED"
	CodeUnsafeURL            Code = "UNSAFE_URL"
	CodeQuotaExhausted       Code = "QUOTA_EXHAUSTED"
	CodeBalanceTooLow        Code = "BALANCE_TOO_LOW"
	CodeNothingOpen          Code = "NOTHING_OPEN"
	CodeBadCredentials       Code = "BAD_CREDENTIALS"
	CodeSecondFactorRequired Code = "SECOND_FACTOR_REQUIRED"
	CodeLockedOut            Code = "LOCKED_OUT"
	CodeFourEyes             Code = "FOUR_EYES"
	CodeLimitReached         Code = "LIMIT_REACHED"
	CodeInvoiceExists        Code = "INVOICE_EXISTS"
)

// Codes of top-level errors: protocol, authentication, limits, our own failures.
const (
	CodeBadRequest              Code = "BAD_REQUEST"
	CodeGraphQLParseFailed      Code = "GRAPHQL_PARSE_FAILED"
	CodeGraphQLValidationFailed Code = "GRAPHQL_VALIDATION_FAILED"
	CodeVariableInvalid         Code = "VARIABLE_INVALID"
	CodeCursorInvalid           Code = "CURSOR_INVALID"
	CodeOperationNotFound       Code = "OPERATION_NOT_FOUND"
	CodeOneMutationPerRequest   Code = "ONE_MUTATION_PER_REQUEST"
	CodeBodyTooLarge            Code = "BODY_TOO_LARGE"
	CodeUnsupportedMediaType    Code = "UNSUPPORTED_MEDIA_TYPE"
	CodeNotAcceptable           Code = "NOT_ACCEPTABLE"
	CodeMethodNotAllowed        Code = "METHOD_NOT_ALLOWED"
	CodeQueryTooComplex         Code = "QUERY_TOO_COMPLEX"
	CodeQueryTooDeep            Code = "QUERY_TOO_DEEP"
	CodeQueryTooManyAliases     Code = "QUERY_TOO_MANY_ALIASES"
	CodeQueryTooManyFields      Code = "QUERY_TOO_MANY_FIELDS"
	CodeQueryTooManyTokens      Code = "QUERY_TOO_MANY_TOKENS"
	CodeAnswerTooLarge          Code = "ANSWER_TOO_LARGE"
	CodeUnauthenticated         Code = "UNAUTHENTICATED"
	CodeSignatureMissing        Code = "SIGNATURE_MISSING"
	CodeSignatureMalformed      Code = "SIGNATURE_MALFORMED"
	CodeSignatureStale          Code = "SIGNATURE_STALE"
	CodeSignatureInvalid        Code = "SIGNATURE_INVALID"
	CodeDigestMismatch          Code = "DIGEST_MISMATCH"
	CodeUnknownKey              Code = "UNKNOWN_KEY"
	CodeComponentMissing        Code = "COMPONENT_MISSING"
	CodeComponentUnsupported    Code = "COMPONENT_UNSUPPORTED"
	CodeParameterMissing        Code = "PARAMETER_MISSING"
	CodeAlgorithmMismatch       Code = "ALGORITHM_MISMATCH"
	CodeNonceReused             Code = "NONCE_REUSED"
	CodeForbidden               Code = "FORBIDDEN"
	CodeSetupRequired           Code = "SETUP_REQUIRED"
	CodeCrossOrigin             Code = "CROSS_ORIGIN"
	CodeThrottled               Code = "THROTTLED"
	CodeTimeout                 Code = "TIMEOUT"
	CodeUnavailable             Code = "UNAVAILABLE"
	CodeInternal                Code = "INTERNAL"
)

// Category groups codes by what the caller should do.
type Category string

// Categories.
const (
	CategoryInput          Category = "INPUT"          // correct the input
	CategoryBusiness       Category = "BUSINESS"       // the product, agreement or state says no
	CategoryProtocol       Category = "PROTOCOL"       // correct the program
	CategoryAuthentication Category = "AUTHENTICATION" // correct the credentials
	CategoryAuthorization  Category = "AUTHORIZATION"  // ask somebody who may
	CategoryLimit          Category = "LIMIT"          // ask for less, or later
	CategoryInternal       Category = "INTERNAL"       // ours; try again with the same number
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
	return Registry[CodeInternal]
}

// Registry holds every code with its sentences; the reference page is made from it.
var Registry = map[Code]Entry{
	CodeInvalidValue:         {CategoryInput, false, "值的格式或范围不正确", "a value breaks its format or range"},
	CodeRequired:             {CategoryInput, false, "缺少本产品要求的值", "a value is missing that this product asks for"},
	CodeNotFound:             {CategoryInput, false, "在调用方的范围内没有这个对象", "no such thing in the caller's view"},
	CodeRequestMismatch:      {CategoryBusiness, false, "同一请求号此前已用于不同内容", "the same request number came before with other content"},
	CodeConflict:             {CategoryBusiness, true, "对象已被他人修改", "somebody changed it meanwhile"},
	CodeInvalidState:         {CategoryBusiness, false, "当前状态不允许此操作", "its state does not allow this"},
	CodeRuleRefused:          {CategoryBusiness, false, "产品规则拒绝", "a product rule refused it"},
	CodeProductOffSale:       {CategoryBusiness, false, "产品已停售", "the product is off sale"},
	CodeChannelClosed:        {CategoryBusiness, false, "渠道已关闭", "the channel is closed"},
	CodeNotAgreed:            {CategoryBusiness, false, "契约不允许", "the agreement does not permit it"},
	CodePremiumMismatch:      {CategoryBusiness, false, "提交的保费与计算结果不一致", "the sent premium is not the computed one"},
	CodePreviewChanged:       {CategoryBusiness, false, "结果与试算不一致", "it would do something else by now than was previewed"},
	CodeDuplicateCover:       {CategoryBusiness, false, "该被保险标的已有保单", "another policy covers this insured already"},
	CodeQuoteExpired:         {CategoryBusiness, false, "报价已过期", "the quote is too old"},
	CodeUnsafeURL:            {CategoryInput, false, "回调地址不安全", "the webhook address is refused"},
	CodeNothingOpen:          {CategoryBusiness, false, "没有可结算的未清项", "nothing is open that it could settle"},
	CodeBalanceTooLow:        {CategoryBusiness, false, "结算账户余额不足或已超信用额度", "the settlement account has not paid enough ahead, or owes as much as its credit permits"},
	CodeQuotaExhausted:       {CategoryBusiness, false, "契约配额已用完", "the agreement's quota is used up"},
	CodeBadCredentials:       {CategoryInput, false, "用户名、密码或验证码不正确", "name, password or code is wrong"},
	CodeSecondFactorRequired: {CategoryInput, false, "还需要第二因素验证码", "a code of the second factor is needed too"},
	CodeLockedOut:            {CategoryBusiness, true, "失败次数过多，请稍后再试", "too many failures; wait"},
	CodeFourEyes:             {CategoryBusiness, false, "须由另一人处理", "somebody else must do this"},
	CodeLimitReached:         {CategoryBusiness, true, "已达上限", "a bound is reached"},
	CodeInvoiceExists:        {CategoryBusiness, false, "该保单已为此付款方申请过发票", "there is an invoice of this policy for this payer"},

	CodeBadRequest:              {CategoryProtocol, false, "请求格式错误", "the request is malformed"},
	CodeGraphQLParseFailed:      {CategoryProtocol, false, "GraphQL 语法错误", "the document does not parse"},
	CodeGraphQLValidationFailed: {CategoryProtocol, false, "GraphQL 校验失败", "the document does not fit the schema"},
	CodeVariableInvalid:         {CategoryProtocol, false, "变量与类型不符", "a variable does not fit its type"},
	CodeCursorInvalid:           {CategoryProtocol, false, "游标不属于这个列表", "the cursor is not of this list"},
	CodeOperationNotFound:       {CategoryProtocol, false, "没有可执行的操作", "no operation to execute"},
	CodeOneMutationPerRequest:   {CategoryProtocol, false, "每个请求只能有一个变更", "one mutation a request"},
	CodeBodyTooLarge:            {CategoryLimit, false, "请求体过大", "the body is too large"},
	CodeUnsupportedMediaType:    {CategoryProtocol, false, "只接受 application/json", "only application/json is accepted"},
	CodeNotAcceptable:           {CategoryProtocol, false, "无法提供所要求的媒体类型", "no acceptable media type can be answered"},
	CodeMethodNotAllowed:        {CategoryProtocol, false, "只接受 POST", "only POST is accepted"},
	CodeQueryTooComplex:         {CategoryLimit, false, "查询成本过高", "the query costs too much"},
	CodeQueryTooDeep:            {CategoryLimit, false, "查询嵌套过深", "the query is too deep"},
	CodeQueryTooManyAliases:     {CategoryLimit, false, "别名过多", "too many aliases"},
	CodeQueryTooManyFields:      {CategoryLimit, false, "字段过多", "too many fields"},
	CodeQueryTooManyTokens:      {CategoryLimit, false, "词元过多", "too many tokens"},
	CodeAnswerTooLarge:          {CategoryLimit, false, "应答过大", "the answer is too large: ask for less"},
	CodeUnauthenticated:         {CategoryAuthentication, false, "凭证无效", "the credential is not valid"},
	CodeSignatureMissing:        {CategoryAuthentication, false, "缺少签名", "the request is not signed"},
	CodeSignatureMalformed:      {CategoryAuthentication, false, "签名格式错误", "the signature cannot be read"},
	CodeSignatureStale:          {CategoryAuthentication, false, "签名时间超出允许范围", "the signature is too old or from the future"},
	CodeSignatureInvalid:        {CategoryAuthentication, false, "签名不正确", "the signature does not verify"},
	CodeDigestMismatch:          {CategoryAuthentication, false, "内容摘要不符", "the content digest does not match the body"},
	CodeUnknownKey:              {CategoryAuthentication, false, "未知的密钥", "the key is unknown"},
	CodeComponentMissing:        {CategoryAuthentication, false, "签名未覆盖必需的部分", "the signature leaves out a required component"},
	CodeComponentUnsupported:    {CategoryAuthentication, false, "签名覆盖了不支持的部分", "the signature covers a component that is not supported"},
	CodeParameterMissing:        {CategoryAuthentication, false, "签名缺少参数", "the signature lacks a parameter"},
	CodeAlgorithmMismatch:       {CategoryAuthentication, false, "签名算法与密钥不符", "the algorithm is not that of the key"},
	CodeNonceReused:             {CategoryAuthentication, false, "随机数已使用过", "the nonce was used before"},
	CodeForbidden:               {CategoryAuthorization, false, "无权执行", "the caller may not do this"},
	CodeSetupRequired:           {CategoryAuthentication, false, "须先修改密码或设置第二因素", "a password or second factor must be set up first"},
	CodeCrossOrigin:             {CategoryAuthentication, false, "拒绝跨站请求", "cross-origin requests are refused"},
	CodeThrottled:               {CategoryLimit, true, "请求过于频繁", "too many requests"},
	CodeTimeout:                 {CategoryInternal, true, "处理超时", "it took too long"},
	CodeUnavailable:             {CategoryInternal, true, "服务暂不可用", "the service is not available now"},
	CodeInternal:                {CategoryInternal, true, "内部错误", "internal error"},
}
