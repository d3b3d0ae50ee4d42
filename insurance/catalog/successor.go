package catalog

import (
	"context"

	"baodan/ent/productversion"
	"baodan/insurance/fault"
)

// successor checks the code of the product that takes this one's place.
func (c *compiler) successor() {
	d := &c.product.definition
	switch {
	case d.Successor == "":
	case !productCode.MatchString(d.Successor):
		c.fault("successor", "%q is no code: capitals, digits and -, at most 32", d.Successor)
	case d.Successor == d.Code:
		c.fault("successor", "a product does not succeed itself")
	}
}

// checkSuccessor refuses to publish a product whose successor nobody could buy. Fault: INVALID_VALUE.
func (s *Publishing) checkSuccessor(ctx context.Context, product *Product) error {
	code := product.definition.Successor
	if code == "" {
		return nil
	}
	published, err := newest(ctx, s.store.Client.ProductVersion, code)
	if err != nil {
		return err
	}
	if published == nil || published.State != productversion.StatePUBLISHED {
		return fault.Newf(fault.CodeInvalidValue, "product %s is not on sale", code).At("successor")
	}
	return nil
}

// Successor is the code of the product that takes this one's place when it is off sale; empty where its file names none.
func (v *Version) Successor() string { return v.definition.Successor }

// SameKind tells whether two coverages cover the same: they have the same class and the same cause of loss. One of a product
// that does not say what it covers is of no kind.
func (c Coverage) SameKind(other Coverage) bool {
	return c.Class != "" && c.Class == other.Class && c.Cause == other.Cause
}

// LastPublished is the version of a product that was published last, on sale or not. Fault: PRODUCT_OFF_SALE where none was.
func (s *Masters) LastPublished(ctx context.Context, code string) (*Version, error) {
	id, known := (*s.last.Load())[code]
	if !known {
		return nil, fault.Newf(fault.CodeProductOffSale, "product %s", code)
	}
	return s.Version(ctx, id)
}
