/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AttachToServiceRequestInput = {
  expectedRevision: number;
  fileIds: Array<string>;
  id: string;
};

export type CancelServiceRequestInput = {
  expectedRevision: number;
  id: string;
  reason: string;
};

export type CloseServiceRequestInput = {
  expectedRevision: number;
  id: string;
  outcome?: string | null | undefined;
};

export type ErrorCode =
  | 'BAD_CREDENTIALS'
  | 'BALANCE_TOO_LOW'
  | 'CHANNEL_CLOSED'
  | 'CONFLICT'
  | 'DUPLICATE_COVER'
  | 'FOUR_EYES'
  | 'INVALID_STATE'
  | 'INVALID_VALUE'
  | 'INVOICE_EXISTS'
  | 'LIMIT_REACHED'
  | 'LOCKED_OUT'
  | 'NOT_AGREED'
  | 'NOT_FOUND'
  | 'PREMIUM_MISMATCH'
  | 'PREVIEW_CHANGED'
  | 'PRODUCT_OFF_SALE'
  | 'QUOTA_EXHAUSTED'
  | 'REQUEST_MISMATCH'
  | 'REQUIRED'
  | 'RULE_REFUSED'
  | 'SECOND_FACTOR_REQUIRED'
  | 'UNSAFE_URL';

export type MailServiceRequestInput = {
  expectedRevision: number;
  id: string;
  remark?: string | null | undefined;
};

export type MailState =
  | 'FAILED'
  | 'QUEUED'
  | 'SENT';

export type MailTemplate =
  | 'INVOICE'
  | 'POLICY_DOCUMENT';

export type MarkServiceRequestPostedInput = {
  carrier: string;
  expectedRevision: number;
  id: string;
  trackingNo: string;
};

export type Mode =
  | 'LIVE'
  | 'SANDBOX';

export type OpenServiceRequestInput = {
  delivery: ServiceDelivery;
  kind: ServiceRequestKind;
  note?: string | null | undefined;
  payer?: PremiumPayer | null | undefined;
  policyNumber: string;
  recipient: ServiceRecipientInput;
  requestNo: string;
};

export type PeriodInput = {
  end: string;
  start: string;
};

export type PolicyState =
  | 'CANCELLED'
  | 'EXPIRED'
  | 'IN_FORCE'
  | 'PENDING';

export type PremiumPayer =
  | 'CUSTOMER'
  | 'PLATFORM'
  | 'SELLER';

export type ServiceDelivery =
  | 'EMAIL'
  | 'POST';

export type ServiceDesk =
  | 'FINANCE'
  | 'UNDERWRITING';

export type ServiceRecipientInput = {
  address?: string | null | undefined;
  email?: string | null | undefined;
  invoiceTitle?: string | null | undefined;
  name: string;
  phone?: string | null | undefined;
  taxNo?: string | null | undefined;
};

export type ServiceRequestFilter = {
  assigneeId?: string | null | undefined;
  desks?: Array<ServiceDesk> | null | undefined;
  kinds?: Array<ServiceRequestKind> | null | undefined;
  mine?: boolean | null | undefined;
  mode?: Mode | null | undefined;
  number?: string | null | undefined;
  opened?: boolean | null | undefined;
  openedAt?: PeriodInput | null | undefined;
  overdue?: boolean | null | undefined;
  policyNumber?: string | null | undefined;
  states?: Array<ServiceRequestState> | null | undefined;
  unassigned?: boolean | null | undefined;
};

export type ServiceRequestKind =
  | 'INVOICE'
  | 'POLICY_DOCUMENT';

export type ServiceRequestState =
  | 'CANCELLED'
  | 'CLOSED'
  | 'IN_WORK'
  | 'OPEN'
  | 'SENDING'
  | 'SENT';

export type TakeServiceRequestInput = {
  expectedRevision: number;
  id: string;
};

export type RequestsQueryVariables = Exact<{
  filter?: Types.ServiceRequestFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type RequestsQuery = { serviceRequests: { edges: Array<{ node: { id: string, number: string, revision: number, kind: Types.ServiceRequestKind, desk: Types.ServiceDesk, delivery: Types.ServiceDelivery, state: Types.ServiceRequestState, openedAt: string, promisedAt: string, overdue: boolean, recipient: { name: string | null }, assignee: { id: string, displayName: string } | null, openedBy: { id: string, displayName: string }, policy: { id: string, number: string, offer: { productName: { zh: string, en: string }, name: { zh: string, en: string } } }, allowed: Array<{ act: string, possible: boolean }> } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, count: { value: number, exact: boolean } } | null };

export type RequestPageQueryVariables = Exact<{
  number: string;
}>;


export type RequestPageQuery = { serviceRequest: { id: string, number: string, revision: number, kind: Types.ServiceRequestKind, desk: Types.ServiceDesk, delivery: Types.ServiceDelivery, state: Types.ServiceRequestState, note: string | null, payer: Types.PremiumPayer | null, openedAt: string, promisedAt: string, overdue: boolean, sentAt: string | null, closedAt: string | null, outcome: string | null, carrier: string | null, trackingNo: string | null, recipient: { name: string | null, email: string | null, address: string | null, phone: string | null, invoiceTitle: string | null, taxNo: string | null }, files: Array<{ id: string, name: string | null, mediaType: string, size: string, removed: boolean }>, mails: Array<{ template: Types.MailTemplate, state: Types.MailState, createdAt: string, sentAt: string | null, tries: number, problem: string | null }>, openedBy: { id: string, displayName: string }, assignee: { id: string, displayName: string } | null, policy: { id: string, number: string, offer: { productName: { zh: string, en: string }, name: { zh: string, en: string } } }, allowed: Array<{ act: string, possible: boolean, reason:
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
       | null }> } | null };

export type MailPreviewQueryVariables = Exact<{
  serviceRequestId: string;
  remark?: string | null | undefined;
}>;


export type MailPreviewQuery = { mailPreview: { subject: string, text: string, recipient: string } | null };

export type RequestPolicyQueryVariables = Exact<{
  number: string;
}>;


export type RequestPolicyQuery = { policy: { id: string, number: string, state: Types.PolicyState, offer: { productName: { zh: string, en: string }, name: { zh: string, en: string } }, lines: Array<{ payer: Types.PremiumPayer, premium: { amount: string, currency: string } }>, allowed: Array<{ act: string, possible: boolean, reason:
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
       | null }> } | null };

export type OpenRequestMutationVariables = Exact<{
  input: Types.OpenServiceRequestInput;
}>;


export type OpenRequestMutation = { openServiceRequest: { serviceRequest: { id: string, number: string, promisedAt: string } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } };

export type TakeRequestMutationVariables = Exact<{
  input: Types.TakeServiceRequestInput;
}>;


export type TakeRequestMutation = { takeServiceRequest: { serviceRequest: { id: string, number: string } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } };

export type AttachToRequestMutationVariables = Exact<{
  input: Types.AttachToServiceRequestInput;
}>;


export type AttachToRequestMutation = { attachToServiceRequest: { serviceRequest: { id: string, revision: number } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } };

export type MailRequestMutationVariables = Exact<{
  input: Types.MailServiceRequestInput;
}>;


export type MailRequestMutation = { mailServiceRequest: { serviceRequest: { id: string, state: Types.ServiceRequestState } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } };

export type PostRequestMutationVariables = Exact<{
  input: Types.MarkServiceRequestPostedInput;
}>;


export type PostRequestMutation = { markServiceRequestPosted: { serviceRequest: { id: string, state: Types.ServiceRequestState } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } };

export type CloseRequestMutationVariables = Exact<{
  input: Types.CloseServiceRequestInput;
}>;


export type CloseRequestMutation = { closeServiceRequest: { serviceRequest: { id: string, state: Types.ServiceRequestState } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } };

export type CancelRequestMutationVariables = Exact<{
  input: Types.CancelServiceRequestInput;
}>;


export type CancelRequestMutation = { cancelServiceRequest: { serviceRequest: { id: string, state: Types.ServiceRequestState } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const RequestsDocument = new TypedDocumentString(`
    query Requests($filter: ServiceRequestFilter, $first: Int, $after: String, $last: Int, $before: String) {
  serviceRequests(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        id
        number
        revision
        kind
        desk
        delivery
        state
        openedAt
        promisedAt
        overdue
        recipient {
          name
        }
        assignee {
          id
          displayName
        }
        openedBy {
          id
          displayName
        }
        policy {
          id
          number
          offer {
            productName {
              zh
              en
            }
            name {
              zh
              en
            }
          }
        }
        allowed {
          act
          possible
        }
      }
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    count {
      value
      exact
    }
  }
}
    `) as unknown as TypedDocumentString<RequestsQuery, RequestsQueryVariables>;
export const RequestPageDocument = new TypedDocumentString(`
    query RequestPage($number: String!) {
  serviceRequest(by: {number: $number}) {
    id
    number
    revision
    kind
    desk
    delivery
    state
    note
    payer
    openedAt
    promisedAt
    overdue
    sentAt
    closedAt
    outcome
    carrier
    trackingNo
    recipient {
      name
      email
      address
      phone
      invoiceTitle
      taxNo
    }
    files {
      id
      name
      mediaType
      size
      removed
    }
    mails {
      template
      state
      createdAt
      sentAt
      tries
      problem
    }
    openedBy {
      id
      displayName
    }
    assignee {
      id
      displayName
    }
    policy {
      id
      number
      offer {
        productName {
          zh
          en
        }
        name {
          zh
          en
        }
      }
    }
    allowed {
      act
      possible
      reason {
        code
        message
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RequestPageQuery, RequestPageQueryVariables>;
export const MailPreviewDocument = new TypedDocumentString(`
    query MailPreview($serviceRequestId: ID!, $remark: String) {
  mailPreview(serviceRequestId: $serviceRequestId, remark: $remark) {
    subject
    text
    recipient
  }
}
    `) as unknown as TypedDocumentString<MailPreviewQuery, MailPreviewQueryVariables>;
export const RequestPolicyDocument = new TypedDocumentString(`
    query RequestPolicy($number: String!) {
  policy(by: {number: $number}) {
    id
    number
    state
    offer {
      productName {
        zh
        en
      }
      name {
        zh
        en
      }
    }
    lines {
      payer
      premium {
        amount
        currency
      }
    }
    allowed {
      act
      possible
      reason {
        code
        message
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RequestPolicyQuery, RequestPolicyQueryVariables>;
export const OpenRequestDocument = new TypedDocumentString(`
    mutation OpenRequest($input: OpenServiceRequestInput!) {
  openServiceRequest(input: $input) {
    serviceRequest {
      id
      number
      promisedAt
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<OpenRequestMutation, OpenRequestMutationVariables>;
export const TakeRequestDocument = new TypedDocumentString(`
    mutation TakeRequest($input: TakeServiceRequestInput!) {
  takeServiceRequest(input: $input) {
    serviceRequest {
      id
      number
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<TakeRequestMutation, TakeRequestMutationVariables>;
export const AttachToRequestDocument = new TypedDocumentString(`
    mutation AttachToRequest($input: AttachToServiceRequestInput!) {
  attachToServiceRequest(input: $input) {
    serviceRequest {
      id
      revision
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<AttachToRequestMutation, AttachToRequestMutationVariables>;
export const MailRequestDocument = new TypedDocumentString(`
    mutation MailRequest($input: MailServiceRequestInput!) {
  mailServiceRequest(input: $input) {
    serviceRequest {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<MailRequestMutation, MailRequestMutationVariables>;
export const PostRequestDocument = new TypedDocumentString(`
    mutation PostRequest($input: MarkServiceRequestPostedInput!) {
  markServiceRequestPosted(input: $input) {
    serviceRequest {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<PostRequestMutation, PostRequestMutationVariables>;
export const CloseRequestDocument = new TypedDocumentString(`
    mutation CloseRequest($input: CloseServiceRequestInput!) {
  closeServiceRequest(input: $input) {
    serviceRequest {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<CloseRequestMutation, CloseRequestMutationVariables>;
export const CancelRequestDocument = new TypedDocumentString(`
    mutation CancelRequest($input: CancelServiceRequestInput!) {
  cancelServiceRequest(input: $input) {
    serviceRequest {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<CancelRequestMutation, CancelRequestMutationVariables>;