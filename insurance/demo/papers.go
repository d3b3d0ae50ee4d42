package demo

import (
	"bytes"
	"context"
	"fmt"

	"baodan/ent/file"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

// line of a paper: what it is, in English and Chinese, and what it says.
type line struct{ en, zh, value string }

// form is a kind of paper that claimants and customers send.
type form struct {
	name   string // of the file
	en, zh string // heading
	issuer string
	media  string // pdf, png or jpg
	stamp  bool
}

// paper is one that is made when it is sent.
type paper struct {
	kind  *form
	lines []line
}

var (
	returnReceipt   = &form{"退货签收单", "RETURN RECEIPT", "退货签收单", "", "png", true}
	chat            = &form{"快递客服截图", "CARRIER CHAT", "快递客服对话", "", "png", false}
	freezeRecord    = &form{"账户冻结记录", "FREEZE RECORD", "账户冻结记录", "账户安全中心", "pdf", true}
	policeReceipt   = &form{"报警回执", "POLICE RECEIPT", "报警回执", "样例公安局（虚构）", "jpg", true}
	transactionList = &form{"涉案交易明细", "TRANSACTION LIST", "涉案交易明细", "账户安全中心", "pdf", false}
	repairOrder     = &form{"维修单", "REPAIR ORDER", "维修单", "", "jpg", true}
	invoicePaper    = &form{"维修发票", "INVOICE", "电子发票（样例）", "", "pdf", true}
	screenPhoto     = &form{"碎屏照片", "BROKEN SCREEN", "碎屏照片", "", "png", false}
	policyCopy      = &form{"保险单", "POLICY", "保险单", "青禾保险（样例）", "pdf", true}
	taxInvoice      = &form{"保费发票", "PREMIUM INVOICE", "保费发票（样例）", "青禾保险（样例）", "pdf", true}
)

// content of a paper.
func (p paper) content() ([]byte, error) {
	switch p.kind.media {
	case "pdf":
		return p.pdf(), nil
	case "jpg":
		return p.picture(true)
	}
	return p.picture(false)
}

// send makes papers, and sends them as files of a caller.
func (c *Company) send(ctx context.Context, caller *access.Caller, purpose file.Purpose, papers []paper) ([]work.FileKey, error) {
	var keys []work.FileKey
	for _, p := range papers {
		content, err := p.content()
		if err != nil {
			return nil, fmt.Errorf("make %s: %w", p.kind.name, err)
		}
		kept, err := c.Files.Keep(ctx, caller, purpose, p.kind.name+"."+p.kind.media, bytes.NewReader(content))
		if err != nil {
			return nil, fmt.Errorf("send %s: %w", p.kind.name, err)
		}
		keys = append(keys, work.FileKey(kept.ID))
	}
	return keys, nil
}
