package demo

import (
	"fmt"
	"strings"
	"time"

	"baodan/engine/identity"
	"baodan/insurance/policy"
)

// Who and where: names are put together from lists, and belong to nobody. Numbers have the right form and cannot be anybody's: the region
// 999999 of identity numbers and credit codes does not exist, and telephone numbers have four zeros in the middle.

var (
	families = strings.Fields("王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 罗 高 梁 郑 谢 宋 唐 许 韩 冯 邓 曹 彭 曾 田 董 潘 袁 蔡 蒋 余 叶 程 苏 魏 吕 丁 沈 姜 范 欧阳 诸葛")
	given    = strings.Fields("子轩 雨桐 浩然 欣怡 梓涵 一诺 思远 佳宁 明哲 若溪 嘉禾 晓月 文博 静姝 俊杰 诗涵 宇航 婉清 志远 可欣 书瑶 景行 沐阳 清扬 知夏 星河 安然 慕白 语嫣 云舒 子墨 春晓 立夏 秋实 冬青 乐天 修远 映雪 望舒 南乔")
	cities   = []place{
		{"33", "浙江省", "杭州市", "西湖区"}, {"31", "上海市", "上海市", "浦东新区"}, {"44", "广东省", "深圳市", "南山区"}, {"11", "北京市", "北京市", "海淀区"},
		{"51", "四川省", "成都市", "武侯区"}, {"32", "江苏省", "南京市", "鼓楼区"}, {"42", "湖北省", "武汉市", "洪山区"}, {"35", "福建省", "厦门市", "思明区"},
		{"61", "陕西省", "西安市", "雁塔区"}, {"21", "辽宁省", "大连市", "中山区"}, {"37", "山东省", "青岛市", "市南区"}, {"43", "湖南省", "长沙市", "岳麓区"},
		{"53", "云南省", "昆明市", "五华区"}, {"62", "甘肃省", "兰州市", "城关区"}, {"65", "新疆维吾尔自治区", "乌鲁木齐市", "天山区"}, {"50", "重庆市", "重庆市", "渝北区"},
		{"34", "安徽省", "合肥市", "蜀山区"}, {"22", "吉林省", "长春市", "南关区"}, {"45", "广西壮族自治区", "南宁市", "青秀区"}, {"13", "河北省", "石家庄市", "长安区"},
	}
	streets   = strings.Fields("青梧路 听松巷 月湖街 云栖大道 桂雨路 望江东路 枫林里 白鹭洲路 星灯街 柳浪弄 半山路 花朝街")
	estates   = strings.Fields("梧桐苑 云水居 听澜轩 半岛花园 青禾小区 望春里 星河湾畔 枫桥新村 海棠公寓 拾光里")
	shops     = strings.Fields("木棉衣橱 北屿鞋履 拾野户外 南枝女装 白鲸数码 山月家居 麦芽童装 橘子洲箱包 青瓷日用 雾岛美妆 松间运动 暖巢家纺 鹿鸣男装 小满文具 栗子厨房")
	trades    = strings.Fields("贸易 科技 文化传播 电子商务 信息技术 供应链管理 商贸 网络科技")
	houses    = strings.Fields("云舟 青岭 百川 远帆 禾木 星屿 拓野 澄江 启明里 长风 鹿野 南汀")
	repairers = strings.Fields("快修侠湖滨店 极速修江南店 蓝盾手机维修城西店 一诺数码维修中心 匠修客大学城店 星修屋滨江店 安修坊人民路店 小铁匠数码维修")
	phones    = []device{{"星野", "星野 X3", 3999}, {"星野", "星野 X5 Pro", 6499}, {"云杉", "云杉 8", 2799}, {"云杉", "云杉 8 Max", 4299}, {"北辰", "北辰 Fold", 9999}, {"北辰", "北辰 S", 1699}, {"海石", "海石 12", 5299}}
	carriers  = strings.Fields("SF YTO ZTO STO YUNDA JD EMS")
)

type place struct{ province, provinceName, city, county string }

type device struct {
	brand, model string
	price        int
}

func (d dice) name() string { return pick(d, families) + pick(d, given) }

func (d dice) phone() string {
	return pick(d, []string{"139", "138", "186", "188", "155", "199"}) + "0000" + d.digits(4)
}

func (d dice) address(p place) string {
	return fmt.Sprintf("%s%s%d号%s%d幢%d单元%d室", p.county, pick(d, streets), d.between(1, 399), pick(d, estates), d.between(1, 28), d.between(1, 4), d.between(1, 17)*100+d.between(1, 4))
}

// email is at a host that is reserved for examples (RFC 2606).
func (d dice) email() string {
	return pick(d, []string{"yun", "xing", "mu", "qing", "shan", "he", "lu", "tang"}) + pick(d, []string{"zhou", "ye", "bai", "feng", "lin", "he"}) + d.digits(4) + "@post.example"
}

// card is the number of an identity card of a region that does not exist.
func (d dice) card() string {
	born := time.Date(d.between(1962, 2006), time.Month(d.between(1, 12)), d.between(1, 28), 0, 0, 0, 0, time.UTC)
	head := "999999" + born.Format("20060102") + d.digits(3)
	for _, last := range "0123456789X" {
		if no := head + string(last); identity.ResidentCard(no) {
			return no
		}
	}
	panic("demo: no check digit fits " + head)
}

// creditCode is that of an organisation in a region that does not exist.
func (d dice) creditCode() string {
	head := "91999999MA" + d.digits(7)
	for _, last := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if code := head + string(last); identity.CreditCode(code) {
			return code
		}
	}
	panic("demo: no check character fits " + head)
}

// person as an applicant or insured.
func (d dice) person() *policy.PartyInput {
	kind := "ID_CARD"
	name, no, phone := d.name(), d.card(), d.phone()
	p := &policy.Party{Name: &name, IdentityType: &kind, IdentityNo: &no, Phone: &phone}
	if d.chance(60) {
		email := d.email()
		p.Email = &email
	}
	return &policy.PartyInput{Person: p}
}

// organisation as an applicant.
func (d dice) organisation() *policy.PartyInput {
	contact, phone, email := d.name(), d.phone(), d.email()
	return &policy.PartyInput{Organisation: &policy.OrganisationInput{
		Name: pick(d, cities).city + pick(d, houses) + pick(d, trades) + "有限公司", CreditCode: d.creditCode(),
		Contact: &policy.Contact{Name: &contact, Phone: &phone, Email: &email},
	}}
}

// trackingNo is one of a carrier that knows it.
func (d dice) trackingNo(carrier string) string { return carrier + d.digits(12) }

// account to pay to: a bank card of no bank.
func (d dice) account() string { return "6299990000" + d.digits(8) }
