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
	"ApprovalState":   {"REQUESTED": "待审批 | Waiting", "APPROVED": "已批准", "REJECTED": "已拒绝", "WITHDRAWN": "已撤回", "VOID": "已失效"},
	"ApprovalVerdict": {"APPROVE": "批准", "REJECT": "拒绝", "COMMENT": "评论"},
	"JobState":        {"QUEUED": "排队中", "RUNNING": "进行中", "SUCCEEDED": "已完成 | Done", "STOPPED": "已停止", "FAILED": "失败"},
	"JobKind": {
		"WEBHOOKS_REPLAY": "重发通知 | Replay of webhooks", "BULK_ISSUE": "批量出单", "BULK_CHECK": "批量出单试算 | Check of a bulk issue", "BACK_TEST": "产品回测 | Back-test",
		"EXPORT": "数据导出", "PERSONAL_INDEX": "个人信息索引 | Index of personal data", "PERSONAL_ERASE": "个人信息删除 | Erasure of personal data",
		"KEYRING_REWRAP": "密钥轮换 | Rotation of keys",
	},
	"FilePurpose": {"CLAIM_EVIDENCE": "理赔材料", "BULK_ISSUE": "批量出单", "PRODUCT": "产品", "SERVICE_REQUEST": "服务单"},
	"InboxKind": {
		"APPROVALS": "待我审批 | For me to approve", "PAYOUT_APPROVALS": "待我审批的赔款 | Payouts for me to approve", "CLAIMS_MINE": "我的赔案 | My claims",
		"EVIDENCE_CAME": "材料已补齐 | Evidence came", "CLAIMS_UNASSIGNED": "无人处理的赔案 | Nobody's claims", "CLAIMS_OVERDUE": "超时赔案 | Overdue claims",
		"PAYOUTS_DISPUTED": "有争议的赔款 | Disputed payouts", "REQUESTS_MINE": "我的服务单 | My service requests",
		"REQUESTS_UNASSIGNED": "无人处理的服务单 | Nobody's service requests", "REQUESTS_OVERDUE": "超时服务单 | Overdue service requests",
		"REQUESTS_OPENED": "我创建的服务单 | Opened by me", "JOBS_RUNNING": "我的进行中任务 | My running jobs", "JOBS_FAILED": "我的失败任务 | My failed jobs",
		"ENDPOINTS_TROUBLED": "异常回调地址 | Troubled endpoints",
	},
	"InboxList": {
		"APPROVALS": "审批", "CLAIMS": "赔案", "SERVICE_REQUESTS": "服务单", "JOBS": "任务", "ENDPOINTS": "回调地址",
	},
	"SearchKind": {
		"POLICY": "保单", "CLAIM": "赔案", "ENDORSEMENT": "批单", "SERVICE_REQUEST": "服务单", "CHANNEL": "渠道", "COLLEAGUE": "同事",
	},
	"SearchMatch": {
		"NUMBER": "号码", "ORDER_NO": "订单号 | Order number", "SEARCH_VALUE": "检索值", "CODE": "编码", "NAME": "名称",
		"PERSON_NAME": "姓名 | Name of a person", "IDENTITY_NO": "证件号码 | Identity number", "PHONE": "电话", "EMAIL": "电子邮箱 | E-mail",
	},
}
