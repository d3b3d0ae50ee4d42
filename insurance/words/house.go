package words

// house are people, what they ask each other, what runs meanwhile. Where the English is not the value itself, it stands after the bar.
var house = map[string]map[string]string{
	"Audience": {"CHANNEL": "渠道", "OPS": "公司员工 | The insurer's people", "REPORTING": "报表工具 | Reporting tools", "PUBLIC": "公众"},
	"OpsRole": {
		"UNDERWRITING": "核保", "SALES": "渠道销售", "CLAIMS": "理赔", "SERVICE": "客服 | Customer service", "FINANCE": "财务", "AUDIT": "审计",
		"SECURITY_ADMIN": "安全管理员 | Security administrator", "SYSTEM_ADMIN": "系统管理员 | System administrator",
	},
	"Mode":              {"LIVE": "正式 | Live", "SANDBOX": "沙箱"},
	"InstallationMode":  {"DEVELOPMENT": "开发环境", "PRODUCTION": "生产环境"},
	"PersonalDataClass": {"NAME": "姓名", "IDENTITY_NO": "证件号码 | Identity number", "CONTACT": "联系方式", "ACCOUNT": "账户"},
	"PersonState":       {"ACTIVE": "在用", "SUSPENDED": "已停用"},
	"SessionVia":        {"PASSWORD": "密码", "OIDC": "公司账号 | Company account"},
	"SetupStep": {
		"CHANGE_PASSWORD": "修改密码", "ENROL_SECOND_FACTOR": "登记动态口令 | Enrol a second factor", "CONFIRM_SECOND_FACTOR": "验证动态口令 | Confirm the second factor",
	},
	"ReportingTokenState": {"ACTIVE": "有效", "EXPIRED": "已过期", "REVOKED": "已吊销"},
	"ApprovalKind": {
		"PUBLICATION": "产品发布", "AGREEMENT": "渠道契约", "CREDENTIAL": "接入凭证", "REPORTING_TOKEN": "报表令牌", "ROLES": "岗位权限", "RECOVERY": "账号找回 | Account recovery",
		"CLAIM_PAYOUT": "赔款支付", "CLAIM_REOPENING": "赔案重开", "CLAIM_AUTHORITY": "核赔权限", "EXPORT": "数据导出", "ERASURE": "个人信息删除 | Erasure of personal data",
	},
	"ApprovalState":   {"REQUESTED": "待审批 | Waiting", "APPROVED": "已通过", "REJECTED": "已驳回", "WITHDRAWN": "已撤回", "VOID": "已失效"},
	"ApprovalVerdict": {"APPROVE": "批准", "REJECT": "拒绝", "COMMENT": "评论"},
	"JobState":        {"QUEUED": "排队中", "RUNNING": "进行中", "SUCCEEDED": "已完成 | Done", "STOPPED": "已暂停", "FAILED": "已中断 | Broke off"},
	"JobKind": {
		"WEBHOOKS_REPLAY": "重发通知 | Replay of webhooks", "BULK_ISSUE": "批量出单", "BULK_CHECK": "批量出单试算 | Check of a bulk issue", "BACK_TEST": "产品回测 | Back-test",
		"EXPORT": "数据导出", "PERSONAL_INDEX": "个人信息索引 | Index of personal data", "PERSONAL_ERASE": "个人信息删除 | Erasure of personal data",
		"KEYRING_REWRAP": "密钥轮换 | Rotation of keys", "AUDIT_VERIFY": "审计记录校验 | Verification of the audit record",
		"RERATE": "保单复算 | Rating of a day again",
	},
	"RecoveryKind": {"SUBROGATION": "代位追偿", "SALVAGE": "损余 | Salvage", "MISTAKEN_PAYMENT": "误付追回 | Mistaken payment"},
	"FilePurpose":  {"CLAIM_EVIDENCE": "理赔材料", "BULK_ISSUE": "批量出单", "PRODUCT": "产品", "SERVICE_REQUEST": "服务单"},
	"InboxKind": {
		"APPROVALS": "待我审批 | For me to approve", "PAYOUT_APPROVALS": "待我审批的赔款 | Payouts for me to approve", "CLAIMS_MINE": "我的赔案 | My claims",
		"EVIDENCE_CAME": "材料已补齐 | Evidence came", "CLAIMS_UNASSIGNED": "无人处理的赔案 | Nobody's claims", "CLAIMS_OVERDUE": "超时赔案 | Overdue claims",
		"PAYOUTS_DISPUTED": "有争议的赔款 | Disputed payouts", "REQUESTS_MINE": "我的服务单 | My service requests",
		"REQUESTS_UNASSIGNED": "无人处理的服务单 | Nobody's service requests", "REQUESTS_OVERDUE": "超时服务单 | Overdue service requests",
		"REQUESTS_OPENED": "我创建的服务单 | Opened by me", "JOBS_RUNNING": "我的进行中任务 | My running jobs", "JOBS_FAILED": "我的失败任务 | My failed jobs",
		"ENDPOINTS_TROUBLED": "异常回调地址 | Troubled endpoints", "DRAFTS_WRONG": "有错误的产品草稿 | Drafts with mistakes",
	},
	"InboxList": {
		"APPROVALS": "审批", "CLAIMS": "赔案", "SERVICE_REQUESTS": "服务单", "JOBS": "任务", "ENDPOINTS": "回调地址", "PRODUCTS": "产品",
	},
	"SystemPart": {
		"DATABASE": "数据库", "CLOCK": "时钟", "OUTBOX": "事件登记 | Outbox of events", "QUEUES": "任务队列", "WORKERS": "工作进程", "AUDIT": "审计记录 | Audit record", "WEBHOOKS": "通知投递",
		"MAIL": "邮件", "STORAGE": "文件存储", "PAYMENTS": "赔款支付", "TRACKING": "物流查询",
	},
	"HealthState": {"OK": "正常 | All right", "TROUBLE": "异常", "UNKNOWN": "未知"},
	"HealthCode": {
		"FINE": "一切正常 | All is well", "SLOW": "应答很慢 | It answers slowly", "AWAY": "没有应答 | It does not answer", "TIMED_OUT": "规定时间内没有应答 | It did not answer in time",
		"CLOCKS_APART": "与数据库的时钟相差太大 | The clock is too far from the database's", "BEHIND": "积压，处理不过来 | Work waits longer than it should",
		"NOBODY_WORKS": "没有工作进程在运行 | No worker runs", "NOT_SIGNED": "超过五分钟没有签署检查点 | No checkpoint was signed for five minutes",
		"STUCK": "有事项早该处理却没有处理 | Something that was due was not done", "ALMOST_FULL": "空间快用完了 | There is little room left",
		"NOT_WRITABLE": "无法写入 | Nothing can be written", "NOTHING_KNOWN": "最近没有用到，无从得知 | It was not used lately, so nothing is known",
	},
	"HealthMeasure": {
		"LATENCY_MS": "应答耗时（毫秒） | Latency (ms)", "DIFFERENCE_MS": "相差（毫秒） | Difference (ms)", "WAITING": "等待中", "OLDEST_SECONDS": "最久等待（秒） | Oldest (s)", "FAILED": "失败",
		"PROCESSES": "进程", "WORKERS": "工作进程", "SEQUENCE": "序号", "CHECKPOINT": "检查点", "FREE_BYTES": "剩余空间（字节） | Free (bytes)", "TOTAL_BYTES": "总空间（字节） | Total (bytes)",
		"UNSETTLED": "结果未知 | Outcome not known", "DISPUTED": "有争议", "DELAYED": "推迟", "ENDPOINTS_OFF": "停用或暂停的回调地址 | Endpoints paused or disabled",
	},
	"FirstRunTask": {
		"SECOND_ADMIN": "第二位安全管理员 | A second security administrator", "SECOND_FACTOR": "第二因素 | Second factors", "KEYS": "密钥 | Keys", "STORAGE": "文件存储 | Storage of files",
		"MAIL": "邮件 | Mail", "PAYMENTS": "付款网关 | Payment gateway", "PRODUCT": "第一个产品 | The first product", "CHANNEL": "第一个渠道 | The first channel",
	},
	"FirstRunFinding": {
		"DONE": "已就绪 | Done", "NOT_CHECKED": "还没检查 | Not checked yet", "NOT_CONFIGURED": "没有配置 | Not configured", "REFUSED": "检查没通过 | The check failed",
		"TOO_FEW": "不到两位 | Fewer than two", "NEVER_CAME": "有人没登录过 | Somebody has never logged in", "NO_FACTOR": "有人没有第二因素 | Somebody has no second factor",
		"NOT_SIGNED": "审计记录还没有签名 | The audit record was not signed yet", "OTHER_KEYS": "审计记录是用另一套密钥签的 | The audit record was signed with another keyring",
		"NO_ADDRESS": "你没有登记邮箱 | You have no e-mail address", "NOTHING_ON_SALE": "没有在售的产品 | No product is on sale", "NO_CHANNEL": "没有开放的渠道 | No channel is open",
		"NO_AGREEMENT": "没有生效的契约 | No agreement is in force", "NO_CREDENTIAL": "没有可用的凭证 | No credential works",
	},
	"PolledList": {"CLAIMS": "赔案", "SERVICE_REQUESTS": "服务单", "APPROVALS": "审批", "JOBS": "任务"},
	"SearchKind": {
		"POLICY": "保单", "CLAIM": "赔案", "ENDORSEMENT": "批单", "SERVICE_REQUEST": "服务单", "CHANNEL": "渠道", "PRODUCT": "产品", "COLLEAGUE": "同事",
	},
	"SearchMatch": {
		"NUMBER": "号码", "ORDER_NO": "订单号 | Order number", "SEARCH_VALUE": "检索值", "INSURED": "被保险标的编号 | Reference of an insured", "CODE": "编码", "NAME": "名称",
		"PERSON_NAME": "姓名 | Name of a person", "IDENTITY_NO": "证件号码 | Identity number", "PHONE": "电话", "EMAIL": "电子邮箱 | E-mail",
	},
}
