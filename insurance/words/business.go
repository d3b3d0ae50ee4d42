package words

// business are products, policies and what is done with them.
var business = map[string]map[string]string{
	"ProductState":         {"DRAFT": "草稿", "PUBLISHED": "已上架", "WITHDRAWN": "已下架"},
	"ProductDocumentKind":  {"TERMS": "保险条款", "NOTICE": "投保须知", "CLAIM_GUIDE": "理赔指引"},
	"BackTestDimension":    {"BAND": "费率段", "CHANNEL": "渠道", "PLAN": "计划", "REFUSAL": "拒保原因"},
	"PolicyState":          {"PENDING": "待生效 | Not begun", "IN_FORCE": "保障中", "EXPIRED": "已到期", "CANCELLED": "已退保"},
	"ContentSheet":         {"PREMIUM": "保费", "SUM_INSURED": "保额", "CLAIM_AMOUNT": "赔款 | What a claim comes to"},
	"StepKind":             {"SET": "取 | Begin with", "MULTIPLY": "乘以 | Times", "ADD": "加上 | Plus", "FORMULA": "公式 | Formula", "BOUNDS": "上下限 | Least and most", "ROUND": "舍入 | Rounded"},
	"ProductFileOperation": {"ADD": "加入", "REPLACE": "替换", "REMOVE": "删除", "MOVE": "移动"},
	"FactorType":           {"STRING": "文本 | Text", "INTEGER": "整数", "DECIMAL": "小数", "BOOLEAN": "是否 | Yes or no", "INSTANT": "时间 | Moment", "OBJECT": "对象", "LIST": "列表"},
	"RuleAct":              {"QUOTE": "报价", "ISSUE": "承保", "ENDORSE": "批改", "RENEW": "续保", "CANCEL": "退保", "CLAIM": "理赔"},
	"RuleEffect":           {"REFUSE": "拒绝", "REFER": "转人工", "REQUIRE": "需补充", "CORRECT": "需更正", "SCORE": "欺诈分 | Fraud points"},
	"PremiumPayer":         {"CUSTOMER": "客户", "SELLER": "商家", "PLATFORM": "平台"},
	"IdentityType": {
		"ID_CARD": "居民身份证 | Resident identity card", "HOUSEHOLD_REGISTER": "户口簿", "PASSPORT": "护照",
		"HK_MACAU_PERMIT": "港澳居民来往内地通行证 | Hong Kong and Macau travel permit", "TAIWAN_PERMIT": "台湾居民来往大陆通行证 | Taiwan travel permit",
		"HK_MACAU_TAIWAN_RESIDENCE": "港澳台居民居住证 | Residence permit of Hong Kong, Macau and Taiwan residents",
		"FOREIGN_RESIDENCE":         "外国人永久居留身份证 | Foreigner's permanent residence card", "MILITARY_ID": "军官证 | Military identity card", "OTHER": "其他证件",
	},
	"EndorsementKind": {"PLAN_CHANGE": "变更计划", "INSURED_CHANGE": "变更被保险人信息", "CANCELLATION": "退保"},
	"PolicyOrder": {
		"BOUND_AT_DESC": "承保时间由近到远 | Newest first", "BOUND_AT_ASC": "承保时间由远到近 | Oldest first",
		"COVER_END_ASC": "保险止期由近到远 | Cover ends soonest first", "COVER_END_DESC": "保险止期由远到近 | Cover ends last first",
		"PREMIUM_ASC": "保费由低到高 | Smallest premium first", "PREMIUM_DESC": "保费由高到低 | Largest premium first",
	},
	"PolicyColumn": {
		"NUMBER": "保单号 | Policy number", "ORDER_NO": "订单号 | Order number", "CHANNEL": "渠道", "PRODUCT": "产品", "PLAN": "计划", "STATE": "状态", "BOUND_AT": "承保时间",
		"START": "保险起期", "END": "保险止期", "PAYER": "保费支付方", "CURRENCY": "币种", "PREMIUM": "保费", "SUM_INSURED": "保额", "COMMISSION": "佣金",
		"INSURED": "被保险标的", "INSURED_NAME": "被保险人 | Name of the insured",
	},
	"ClaimColumn": {
		"NUMBER": "赔案号 | Claim number", "POLICY": "保单号 | Policy number", "ORDER_NO": "订单号 | Order number", "CHANNEL": "渠道", "PRODUCT": "产品", "STATE": "状态",
		"REASON": "原因", "SCORE": "风险分", "OCCURRED_AT": "出险时间", "SUBMITTED_AT": "报案时间", "PROMISED_AT": "承诺时间 | Promised by", "CURRENCY": "币种",
		"CLAIMED": "索赔金额", "COMPUTED": "核定金额", "PAYABLE": "应付金额", "RECOVERED": "已追回", "ASSIGNEE": "处理人",
	},
	"ServiceRequestColumn": {
		"NUMBER": "服务单号 | Request number", "KIND": "类型", "DESK": "处理部门", "DELIVERY": "送达方式", "STATE": "状态", "POLICY": "保单号 | Policy number", "CHANNEL": "渠道",
		"PAYER": "保费支付方", "RECIPIENT": "收件人", "OPENED_BY": "登记人", "OPENED_AT": "登记时间", "PROMISED_AT": "承诺时间 | Promised by", "ASSIGNEE": "处理人",
		"CARRIER": "承运商", "TRACKING_NO": "运单号 | Tracking number", "SENT_AT": "寄出时间", "CLOSED_AT": "办结时间",
	},
	"AuditColumn": {
		"SEQUENCE": "序号 | Number", "AT": "时间", "ACTOR": "操作者", "ADDRESS": "来源地址", "ACTION": "操作", "OBJECT_KIND": "对象类型 | Kind of object", "OBJECT": "对象",
		"CHANNEL": "渠道", "REASON": "原因", "REQUEST_ID": "请求号 | Request", "BEFORE": "变更前", "AFTER": "变更后",
	},
	"ExportFormat": {"CSV": "CSV 文件 | CSV", "NDJSON": "NDJSON 文件 | NDJSON", "XLSX": "Excel 表格 | Excel (XLSX)"},
	"TimelineKind": {
		"POLICY": "保单", "CLAIM": "赔案", "NOTE": "备注", "PAYOUT": "赔款支付", "DOCUMENT": "文件", "DELIVERY": "通知投递", "SERVICE_REQUEST": "服务单", "AUDIT": "员工操作 | Act of a person",
	},
	"ServiceRequestKind":  {"POLICY_DOCUMENT": "保险单 | Policy document", "INVOICE": "发票"},
	"ServiceDesk":         {"UNDERWRITING": "核保", "FINANCE": "财务"},
	"ServiceDelivery":     {"EMAIL": "电子邮件 | By e-mail", "POST": "邮寄 | By post"},
	"ServiceRequestState": {"OPEN": "待领取", "IN_WORK": "处理中", "SENDING": "发送中", "SENT": "已发出", "CLOSED": "已办结", "CANCELLED": "已取消"},
	"MailTemplate":        {"POLICY_DOCUMENT": "保险单 | Policy document", "INVOICE": "发票 | Invoice"},
	"CredentialAlgorithm": {"BEARER": "密钥直传（仅沙箱） | Bearer key", "ED25519": "Ed25519 签名 | Ed25519", "HMAC_SHA256": "HMAC-SHA-256 签名 | HMAC-SHA-256"},
	"MailState":           {"QUEUED": "待发送", "SENT": "已发送", "FAILED": "发送失败"},
}

// claims are claims, their payments and the desk.
var claims = map[string]map[string]string{
	"ClaimState": {
		"SUBMITTED": "核对中 | Checking", "CORRECTION_NEEDED": "待更正 | To correct", "IN_REVIEW": "待审核", "EVIDENCE_NEEDED": "待补材料 | Evidence asked", "APPROVED": "付款中 | Paying", "PAYOUT_FAILED": "付款失败",
		"PAID": "已赔付", "DECLINED": "已拒赔", "WITHDRAWN": "已撤案",
	},
	"ClaimRevisionKind": {"SUBMIT": "报案", "UPDATE": "更正", "WITHDRAW": "撤案"},
	"ClaimNoteKind":     {"NOTE": "备注", "EVIDENCE_REQUEST": "补充材料通知", "DECISION": "核赔决定", "REOPENING": "重开"},
	"ClaimOutcome":      {"APPROVE": "赔付", "DECLINE": "拒赔"},
	"ClaimCost":         {"INDEMNITY": "赔款 | Indemnity", "EXPENSE": "直接理赔费用 | Expense"},
	"ClaimVerdict":      {"APPROVE": "赔付 | Pay", "CORRECT": "请更正 | To be corrected", "REFER": "转人工 | A person decides", "DECLINE": "拒赔 | Decline"},
	"PayoutState":       {"ORDERED": "已发起", "UNKNOWN": "结果待查", "PAID": "已支付", "DECLINED": "银行拒付", "DISPUTED": "金额不符 | Disputed"},
	"ClaimOrder": {
		"SUBMITTED_AT_ASC": "报案时间由远到近 | Oldest first", "SUBMITTED_AT_DESC": "报案时间由近到远 | Newest first",
		"PROMISED_AT_ASC": "承诺时间由近到远 | Nearest promise first", "PROMISED_AT_DESC": "承诺时间由远到近 | Furthest promise first",
		"CLAIMED_ASC": "索赔金额由低到高 | Smallest loss first", "CLAIMED_DESC": "索赔金额由高到低 | Largest loss first",
		"SCORE_ASC": "风险分由低到高 | Fewest fraud points first", "SCORE_DESC": "风险分由高到低 | Most fraud points first",
	},
}

// distribution are channels and what they may sell.
var distribution = map[string]map[string]string{
	"ChannelOperation": {"ISSUE": "承保", "ENDORSE": "批改", "RENEW": "续保", "CANCEL": "退保"},
	"AgreementState":   {"PENDING": "未开始 | Not begun", "IN_FORCE": "生效中", "SUPERSEDED": "已被替代", "EXPIRED": "已到期", "TERMINATED": "已终止"},
	"QuotaMeasure":     {"POLICIES": "保单件数 | Number of policies", "PREMIUM": "保费"},
	"QuotaSpan":        {"DAY": "每日 | A day", "MONTH": "每月 | A month", "TOTAL": "累计 | In total"},
}

// outside is what others hear of.
var outside = map[string]map[string]string{
	"WebhookOrdering":      {"NONE": "不保证顺序 | In no order", "PER_OBJECT": "按对象依次投递 | In order for each object"},
	"WebhookEndpointState": {"UNVERIFIED": "待验证", "ACTIVE": "正常", "PAUSED": "已熔断", "DISABLED": "已停用"},
	"DeliveryFailure": {
		"DNS": "域名解析不到 | Name not found", "CONNECT": "连不上或中断 | No connection", "TLS": "TLS 失败 | TLS failed", "TIMEOUT": "超时 | No answer in time",
		"REFUSED_ADDRESS": "不允许的地址 | Address that nothing is sent to", "CANCELED": "本机停止，稍后重发 | This server stopped; sent again",
	},
	"DeliveryState": {"PENDING": "待送达", "DELIVERED": "已送达", "EXHAUSTED": "未送达 | Not delivered", "HELD": "暂缓"},
	"WebhookScheme": {"V1": "V1（HMAC 对称密钥） | V1 (shared secret)", "V1A": "V1A（Ed25519 公钥） | V1A (public key)"},
}
