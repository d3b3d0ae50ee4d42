/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ApprovalState =
  | 'APPROVED'
  | 'REJECTED'
  | 'REQUESTED'
  | 'VOID'
  | 'WITHDRAWN';

export type BackTestDimension =
  | 'BAND'
  | 'CHANNEL'
  | 'PLAN'
  | 'REFUSAL';

export type BackTestProductInput = {
  bound: PeriodInput;
  productCode: string;
  requestNo: string;
  sample?: number | null | undefined;
  version: number;
};

export type ChangeProductFileInput = {
  changes: Array<ProductFileChange>;
  file: string;
  productCode?: string | null | undefined;
  version?: number | null | undefined;
};

export type CheckProductInput = {
  attachmentsOf?: number | null | undefined;
  examples?: string | null | undefined;
  file: string;
  productCode?: string | null | undefined;
};

export type ConditionCompletionInput = {
  act: RuleAct;
  file?: string | null | undefined;
  productCode: string;
  version?: number | null | undefined;
};

export type ContentSheet =
  | 'CLAIM_AMOUNT'
  | 'PREMIUM'
  | 'SUM_INSURED';

export type DiscardDraftInput = {
  expectedRevision: number;
  productCode: string;
  version: number;
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

export type FactorType =
  | 'BOOLEAN'
  | 'DECIMAL'
  | 'INSTANT'
  | 'INTEGER'
  | 'LIST'
  | 'OBJECT'
  | 'STRING';

export type JobState =
  | 'FAILED'
  | 'QUEUED'
  | 'RUNNING'
  | 'STOPPED'
  | 'SUCCEEDED';

export type KeepProductOnSaleInput = {
  expectedRevision: number;
  productCode: string;
  reason: string;
};

export type PeriodInput = {
  end: string;
  start: string;
};

export type PremiumPayer =
  | 'CUSTOMER'
  | 'PLATFORM'
  | 'SELLER';

export type PreviewInput = {
  agreementCode?: string | null | undefined;
  at?: string | null | undefined;
  channelCode?: string | null | undefined;
  factors: Record<string, unknown>;
  file?: string | null | undefined;
  payer?: PremiumPayer | null | undefined;
  period?: PeriodInput | null | undefined;
  planCode: string;
  productCode: string;
  version?: number | null | undefined;
};

export type ProductContentInput = {
  file?: string | null | undefined;
  productCode: string;
  version?: number | null | undefined;
};

export type ProductDocumentInput = {
  fileId: string;
  name: string;
};

export type ProductDocumentKind =
  | 'CLAIM_GUIDE'
  | 'NOTICE'
  | 'TERMS';

export type ProductFileChange = {
  at: Array<string>;
  operation: ProductFileOperation;
  value?: string | null | undefined;
};

export type ProductFileOperation =
  | 'ADD'
  | 'MOVE'
  | 'REMOVE'
  | 'REPLACE';

export type ProductState =
  | 'DRAFT'
  | 'PUBLISHED'
  | 'WITHDRAWN';

export type RequestPublicationInput = {
  expectedRevision: number;
  productCode: string;
  publishAt?: string | null | undefined;
  reason: string;
  version: number;
};

export type RuleAct =
  | 'CANCEL'
  | 'CLAIM'
  | 'ENDORSE'
  | 'ISSUE'
  | 'QUOTE'
  | 'RENEW';

export type RuleBenchInput = {
  act?: RuleAct | null | undefined;
  agreementCode?: string | null | undefined;
  at?: string | null | undefined;
  channelCode?: string | null | undefined;
  factors: Record<string, unknown>;
  facts?: Record<string, unknown> | null | undefined;
  file?: string | null | undefined;
  occurredAt?: string | null | undefined;
  payer?: PremiumPayer | null | undefined;
  period?: PeriodInput | null | undefined;
  planBefore?: string | null | undefined;
  planCode: string;
  productCode: string;
  reason?: string | null | undefined;
  reportedAt?: string | null | undefined;
  version?: number | null | undefined;
};

export type RuleEffect =
  | 'CORRECT'
  | 'REFER'
  | 'REFUSE'
  | 'REQUIRE'
  | 'SCORE';

export type SaveProductInput = {
  archiveId?: string | null | undefined;
  attachmentsOf?: number | null | undefined;
  base?: string | null | undefined;
  documents?: Array<ProductDocumentInput> | null | undefined;
  examples?: string | null | undefined;
  expectedRevision?: number | null | undefined;
  file?: string | null | undefined;
  productCode?: string | null | undefined;
  requestNo: string;
  version?: number | null | undefined;
};

export type StepKind =
  | 'ADD'
  | 'BOUNDS'
  | 'FORMULA'
  | 'MULTIPLY'
  | 'ROUND'
  | 'SET';

export type WithdrawProductInput = {
  at?: string | null | undefined;
  expectedRevision: number;
  productCode: string;
  reason: string;
};

export type ProductActsQueryVariables = Exact<{
  code: string;
  version?: number | null | undefined;
}>;


export type ProductActsQuery = { productVersion: { id: string, allowed: Array<{ act: string, possible: boolean, reason:
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

export type ProductVersionsQueryVariables = Exact<{ [key: string]: never; }>;


export type ProductVersionsQuery = { products: Array<{ id: string, code: string, onSale: { id: string, version: number } | null, draft: { id: string, version: number } | null, agreements: Array<{ id: string }>, versions: Array<{ id: string, version: number, state: Types.ProductState, createdAt: string, publishedAt: string | null, withdrawnAt: string | null }> }> };

export type ProductVersionQueryVariables = Exact<{
  code: string;
  version?: number | null | undefined;
}>;


export type ProductVersionQuery = { productVersion: { id: string, code: string, version: number, state: Types.ProductState, revision: number, file: string, examples: string, createdAt: string, publishedAt: string | null, publishAt: string | null, withdrawAt: string | null, withdrawnAt: string | null, name: { zh: string, en: string }, attachments: Array<{ name: string, size: string }>, savedBy:
      | { id: string, displayName: string }
      | Record<PropertyKey, never>
     | null, approval: { id: string, state: Types.ApprovalState } | null } | null };

export type ProductContentQueryVariables = Exact<{
  input: Types.ProductContentInput;
}>;


export type ProductContentQuery = { productContent: { content: { filing: { premiumLeast: string | null, premiumMost: string | null, factorLeast: string | null, factorMost: string | null, commissionMost: string | null, expenseLoading: string | null, line: number } | null, coverages: Array<{ code: string, class: string, clause: string, filingNo: string, at: Array<string>, line: number, name: { zh: string, en: string } }>, factors: Array<{ name: string, type: Types.FactorType, optional: boolean, personal: boolean, unit: string | null, values: Array<string>, least: string | null, most: string | null, below: string | null, formula: string | null, at: Array<string>, line: number, title: { zh: string, en: string } }>, claimFacts: Array<{ name: string, type: Types.FactorType, optional: boolean, personal: boolean, unit: string | null, values: Array<string>, least: string | null, most: string | null, below: string | null, formula: string | null, at: Array<string>, line: number, title: { zh: string, en: string } }>, plans: Array<{ code: string, requires: Array<string>, at: Array<string>, line: number, name: { zh: string, en: string }, terms: Array<{ path: string, value: string, layer: string, title: { zh: string, en: string }, overridden: Array<{ layer: string, value: string }> }> }>, rules: Array<{ code: string, acts: Array<Types.RuleAct>, effect: Types.RuleEffect, points: number, condition: string, path: string | null, at: Array<string>, line: number, sentence: { zh: string, en: string } }>, comparisons: Array<{ code: string, of: string, within: string | null, more: number, points: number, refer: boolean, at: Array<string>, line: number, sentence: { zh: string, en: string } }>, tables: Array<{ name: string, keys: Array<string>, band: string | null, at: Array<string>, line: number, title: { zh: string, en: string }, rows: Array<{ keys: Array<string>, from: string | null, below: string | null, value: string | null, decline: string | null, line: number }> }>, steps: Array<{ sheet: Types.ContentSheet, kind: Types.StepKind, condition: string | null, table: string | null, factor: string | null, decimal: string | null, formula: string | null, least: string | null, most: string | null, digits: number | null, mode: string | null, at: Array<string>, line: number }>, documents: Array<{ kind: Types.ProductDocumentKind | null, file: string, at: Array<string>, line: number, title: { zh: string, en: string } }> } | null, userErrors: Array<
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
    > } | null };

export type ChangeProductFileQueryVariables = Exact<{
  input: Types.ChangeProductFileInput;
}>;


export type ChangeProductFileQuery = { changeProductFile: { file: string | null, content: { filing: { premiumLeast: string | null, premiumMost: string | null, factorLeast: string | null, factorMost: string | null, commissionMost: string | null, expenseLoading: string | null, line: number } | null, coverages: Array<{ code: string, class: string, clause: string, filingNo: string, at: Array<string>, line: number, name: { zh: string, en: string } }>, factors: Array<{ name: string, type: Types.FactorType, optional: boolean, personal: boolean, unit: string | null, values: Array<string>, least: string | null, most: string | null, below: string | null, formula: string | null, at: Array<string>, line: number, title: { zh: string, en: string } }>, claimFacts: Array<{ name: string, type: Types.FactorType, optional: boolean, personal: boolean, unit: string | null, values: Array<string>, least: string | null, most: string | null, below: string | null, formula: string | null, at: Array<string>, line: number, title: { zh: string, en: string } }>, plans: Array<{ code: string, requires: Array<string>, at: Array<string>, line: number, name: { zh: string, en: string }, terms: Array<{ path: string, value: string, layer: string, title: { zh: string, en: string }, overridden: Array<{ layer: string, value: string }> }> }>, rules: Array<{ code: string, acts: Array<Types.RuleAct>, effect: Types.RuleEffect, points: number, condition: string, path: string | null, at: Array<string>, line: number, sentence: { zh: string, en: string } }>, comparisons: Array<{ code: string, of: string, within: string | null, more: number, points: number, refer: boolean, at: Array<string>, line: number, sentence: { zh: string, en: string } }>, tables: Array<{ name: string, keys: Array<string>, band: string | null, at: Array<string>, line: number, title: { zh: string, en: string }, rows: Array<{ keys: Array<string>, from: string | null, below: string | null, value: string | null, decline: string | null, line: number }> }>, steps: Array<{ sheet: Types.ContentSheet, kind: Types.StepKind, condition: string | null, table: string | null, factor: string | null, decimal: string | null, formula: string | null, least: string | null, most: string | null, digits: number | null, mode: string | null, at: Array<string>, line: number }>, documents: Array<{ kind: Types.ProductDocumentKind | null, file: string, at: Array<string>, line: number, title: { zh: string, en: string } }> } | null, userErrors: Array<
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
    > } | null };

export type CheckProductQueryVariables = Exact<{
  input: Types.CheckProductInput;
}>;


export type CheckProductQuery = { checkProduct: { userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { line: number | null, column: number | null, end: number | null, fix: string | null, code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type ProductExamplesQueryVariables = Exact<{
  code: string;
  version: number;
}>;


export type ProductExamplesQuery = { productExamples: Array<{ file: string, line: number, name: string, passed: boolean, message: string, risk: { planCode: string, payer: Types.PremiumPayer, factors: Record<string, unknown> } | null }> | null };

export type ProductPreviewQueryVariables = Exact<{
  input: Types.PreviewInput;
}>;


export type ProductPreviewQuery = { productPreview: { premium: { amount: string, currency: string } | null, sumInsured: { amount: string, currency: string } | null, premiumRating: { steps: Array<{ rule: string, value: string, title: { zh: string, en: string }, inputs: Array<{ name: string, value: string }> }> } | null, refusals: Array<
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
    > } | null };

export type ConditionCompletionQueryVariables = Exact<{
  input: Types.ConditionCompletionInput;
}>;


export type ConditionCompletionQuery = { conditionCompletion: { variables: Array<{ name: string, type: Types.FactorType, unit: string | null, values: Array<string>, presence: string | null, title: { zh: string, en: string } }>, operations: Array<{ name: string, operator: boolean, signatures: Array<string>, example: string | null, sentence: { zh: string, en: string } }>, userErrors: Array<
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
    > } | null };

export type RuleBenchQueryVariables = Exact<{
  input: Types.RuleBenchInput;
}>;


export type RuleBenchQuery = { ruleBench: { rules: Array<{ code: string, act: Types.RuleAct, holds: boolean | null, problem:
        | { message: string }
        | { message: string }
        | { message: string }
        | { message: string }
        | { message: string }
        | { message: string }
        | { message: string }
        | { message: string }
        | { message: string }
        | { message: string }
        | { message: string }
       | null, facts: Array<{ name: string, value: string }> }>, userErrors: Array<
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
    > } | null };

export type ProductDifferencesQueryVariables = Exact<{
  code: string;
  from: number;
  to: number;
}>;


export type ProductDifferencesQuery = { productDifferences: Array<{ path: string, before: string | null, after: string | null }> };

export type ProductFileQueryVariables = Exact<{
  code: string;
  version: number;
}>;


export type ProductFileQuery = { productVersion: { id: string, file: string } | null };

export type ProductArchiveQueryVariables = Exact<{
  code: string;
  version: number;
}>;


export type ProductArchiveQuery = { productVersion: { id: string, archiveUrl: string } | null };

export type ProductBackTestsQueryVariables = Exact<{
  code: string;
  version: number;
}>;


export type ProductBackTestsQuery = { productVersion: { id: string, backTests: Array<{ policies: string, refused: string, job: { id: string, state: Types.JobState, done: string, total: string | null, createdAt: string }, bound: { start: string, end: string }, premiumBefore: { amount: string, currency: string }, premiumAfter: { amount: string, currency: string }, rows: Array<{ dimension: Types.BackTestDimension, value: string, policies: string, refused: string, premiumBefore: { amount: string, currency: string }, premiumAfter: { amount: string, currency: string } }> }> | null } | null };

export type SaveProductMutationVariables = Exact<{
  input: Types.SaveProductInput;
}>;


export type SaveProductMutation = { saveProduct: { productVersion: { id: string, version: number, revision: number, file: string, examples: string } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { revision: number, code: Types.ErrorCode, message: string, path: Array<string> | null, conflicts: Array<{ path: string, before: string | null, stored: string | null, mine: string | null }> }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { line: number | null, column: number | null, end: number | null, fix: string | null, code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } };

export type DiscardDraftMutationVariables = Exact<{
  input: Types.DiscardDraftInput;
}>;


export type DiscardDraftMutation = { discardDraft: { userErrors: Array<
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

export type RequestPublicationMutationVariables = Exact<{
  input: Types.RequestPublicationInput;
}>;


export type RequestPublicationMutation = { requestPublication: { approval: { id: string, state: Types.ApprovalState } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { line: number | null, code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } };

export type WithdrawProductMutationVariables = Exact<{
  input: Types.WithdrawProductInput;
}>;


export type WithdrawProductMutation = { withdrawProduct: { productVersion: { id: string, state: Types.ProductState, withdrawAt: string | null } | null, userErrors: Array<
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

export type KeepProductOnSaleMutationVariables = Exact<{
  input: Types.KeepProductOnSaleInput;
}>;


export type KeepProductOnSaleMutation = { keepProductOnSale: { productVersion: { id: string, withdrawAt: string | null } | null, userErrors: Array<
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

export type BackTestProductMutationVariables = Exact<{
  input: Types.BackTestProductInput;
}>;


export type BackTestProductMutation = { backTestProduct: { job: { id: string, state: Types.JobState } | null, userErrors: Array<
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

export type ContentFragment = { filing: { premiumLeast: string | null, premiumMost: string | null, factorLeast: string | null, factorMost: string | null, commissionMost: string | null, expenseLoading: string | null, line: number } | null, coverages: Array<{ code: string, class: string, clause: string, filingNo: string, at: Array<string>, line: number, name: { zh: string, en: string } }>, factors: Array<{ name: string, type: Types.FactorType, optional: boolean, personal: boolean, unit: string | null, values: Array<string>, least: string | null, most: string | null, below: string | null, formula: string | null, at: Array<string>, line: number, title: { zh: string, en: string } }>, claimFacts: Array<{ name: string, type: Types.FactorType, optional: boolean, personal: boolean, unit: string | null, values: Array<string>, least: string | null, most: string | null, below: string | null, formula: string | null, at: Array<string>, line: number, title: { zh: string, en: string } }>, plans: Array<{ code: string, requires: Array<string>, at: Array<string>, line: number, name: { zh: string, en: string }, terms: Array<{ path: string, value: string, layer: string, title: { zh: string, en: string }, overridden: Array<{ layer: string, value: string }> }> }>, rules: Array<{ code: string, acts: Array<Types.RuleAct>, effect: Types.RuleEffect, points: number, condition: string, path: string | null, at: Array<string>, line: number, sentence: { zh: string, en: string } }>, comparisons: Array<{ code: string, of: string, within: string | null, more: number, points: number, refer: boolean, at: Array<string>, line: number, sentence: { zh: string, en: string } }>, tables: Array<{ name: string, keys: Array<string>, band: string | null, at: Array<string>, line: number, title: { zh: string, en: string }, rows: Array<{ keys: Array<string>, from: string | null, below: string | null, value: string | null, decline: string | null, line: number }> }>, steps: Array<{ sheet: Types.ContentSheet, kind: Types.StepKind, condition: string | null, table: string | null, factor: string | null, decimal: string | null, formula: string | null, least: string | null, most: string | null, digits: number | null, mode: string | null, at: Array<string>, line: number }>, documents: Array<{ kind: Types.ProductDocumentKind | null, file: string, at: Array<string>, line: number, title: { zh: string, en: string } }> };

export type ContentFactorFragment = { name: string, type: Types.FactorType, optional: boolean, personal: boolean, unit: string | null, values: Array<string>, least: string | null, most: string | null, below: string | null, formula: string | null, at: Array<string>, line: number, title: { zh: string, en: string } };

export type ContentTableFragment = { name: string, keys: Array<string>, band: string | null, at: Array<string>, line: number, title: { zh: string, en: string }, rows: Array<{ keys: Array<string>, from: string | null, below: string | null, value: string | null, decline: string | null, line: number }> };

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
export const ContentFactorFragmentDoc = new TypedDocumentString(`
    fragment ContentFactor on ContentFactor {
  name
  type
  title {
    zh
    en
  }
  optional
  personal
  unit
  values
  least
  most
  below
  formula
  at
  line
}
    `, {"fragmentName":"ContentFactor"}) as unknown as TypedDocumentString<ContentFactorFragment, unknown>;
export const ContentTableFragmentDoc = new TypedDocumentString(`
    fragment ContentTable on ContentTable {
  name
  title {
    zh
    en
  }
  keys
  band
  rows {
    keys
    from
    below
    value
    decline
    line
  }
  at
  line
}
    `, {"fragmentName":"ContentTable"}) as unknown as TypedDocumentString<ContentTableFragment, unknown>;
export const ContentFragmentDoc = new TypedDocumentString(`
    fragment Content on ProductContent {
  filing {
    premiumLeast
    premiumMost
    factorLeast
    factorMost
    commissionMost
    expenseLoading
    line
  }
  coverages {
    code
    name {
      zh
      en
    }
    class
    clause
    filingNo
    at
    line
  }
  factors {
    ...ContentFactor
  }
  claimFacts {
    ...ContentFactor
  }
  plans {
    code
    name {
      zh
      en
    }
    requires
    terms {
      path
      title {
        zh
        en
      }
      value
      layer
      overridden {
        layer
        value
      }
    }
    at
    line
  }
  rules {
    code
    acts
    effect
    points
    condition
    sentence {
      zh
      en
    }
    path
    at
    line
  }
  comparisons {
    code
    of
    sentence {
      zh
      en
    }
    within
    more
    points
    refer
    at
    line
  }
  tables {
    ...ContentTable
  }
  steps {
    sheet
    kind
    condition
    table
    factor
    decimal
    formula
    least
    most
    digits
    mode
    at
    line
  }
  documents {
    kind
    title {
      zh
      en
    }
    file
    at
    line
  }
}
    fragment ContentFactor on ContentFactor {
  name
  type
  title {
    zh
    en
  }
  optional
  personal
  unit
  values
  least
  most
  below
  formula
  at
  line
}
fragment ContentTable on ContentTable {
  name
  title {
    zh
    en
  }
  keys
  band
  rows {
    keys
    from
    below
    value
    decline
    line
  }
  at
  line
}`, {"fragmentName":"Content"}) as unknown as TypedDocumentString<ContentFragment, unknown>;
export const ProductActsDocument = new TypedDocumentString(`
    query ProductActs($code: String!, $version: Int) {
  productVersion(productCode: $code, version: $version) {
    id
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
    `) as unknown as TypedDocumentString<ProductActsQuery, ProductActsQueryVariables>;
export const ProductVersionsDocument = new TypedDocumentString(`
    query ProductVersions {
  products {
    id
    code
    onSale {
      id
      version
    }
    draft {
      id
      version
    }
    agreements {
      id
    }
    versions {
      id
      version
      state
      createdAt
      publishedAt
      withdrawnAt
    }
  }
}
    `) as unknown as TypedDocumentString<ProductVersionsQuery, ProductVersionsQueryVariables>;
export const ProductVersionDocument = new TypedDocumentString(`
    query ProductVersion($code: String!, $version: Int) {
  productVersion(productCode: $code, version: $version) {
    id
    code
    version
    state
    revision
    file
    examples
    name {
      zh
      en
    }
    attachments {
      name
      size
    }
    savedBy {
      ... on Colleague {
        id
        displayName
      }
    }
    createdAt
    publishedAt
    publishAt
    withdrawAt
    withdrawnAt
    approval {
      id
      state
    }
  }
}
    `) as unknown as TypedDocumentString<ProductVersionQuery, ProductVersionQueryVariables>;
export const ProductContentDocument = new TypedDocumentString(`
    query ProductContent($input: ProductContentInput!) {
  productContent(input: $input) {
    content {
      ...Content
    }
    userErrors {
      code
      message
      path
    }
  }
}
    fragment Content on ProductContent {
  filing {
    premiumLeast
    premiumMost
    factorLeast
    factorMost
    commissionMost
    expenseLoading
    line
  }
  coverages {
    code
    name {
      zh
      en
    }
    class
    clause
    filingNo
    at
    line
  }
  factors {
    ...ContentFactor
  }
  claimFacts {
    ...ContentFactor
  }
  plans {
    code
    name {
      zh
      en
    }
    requires
    terms {
      path
      title {
        zh
        en
      }
      value
      layer
      overridden {
        layer
        value
      }
    }
    at
    line
  }
  rules {
    code
    acts
    effect
    points
    condition
    sentence {
      zh
      en
    }
    path
    at
    line
  }
  comparisons {
    code
    of
    sentence {
      zh
      en
    }
    within
    more
    points
    refer
    at
    line
  }
  tables {
    ...ContentTable
  }
  steps {
    sheet
    kind
    condition
    table
    factor
    decimal
    formula
    least
    most
    digits
    mode
    at
    line
  }
  documents {
    kind
    title {
      zh
      en
    }
    file
    at
    line
  }
}
fragment ContentFactor on ContentFactor {
  name
  type
  title {
    zh
    en
  }
  optional
  personal
  unit
  values
  least
  most
  below
  formula
  at
  line
}
fragment ContentTable on ContentTable {
  name
  title {
    zh
    en
  }
  keys
  band
  rows {
    keys
    from
    below
    value
    decline
    line
  }
  at
  line
}`) as unknown as TypedDocumentString<ProductContentQuery, ProductContentQueryVariables>;
export const ChangeProductFileDocument = new TypedDocumentString(`
    query ChangeProductFile($input: ChangeProductFileInput!) {
  changeProductFile(input: $input) {
    file
    content {
      ...Content
    }
    userErrors {
      code
      message
      path
    }
  }
}
    fragment Content on ProductContent {
  filing {
    premiumLeast
    premiumMost
    factorLeast
    factorMost
    commissionMost
    expenseLoading
    line
  }
  coverages {
    code
    name {
      zh
      en
    }
    class
    clause
    filingNo
    at
    line
  }
  factors {
    ...ContentFactor
  }
  claimFacts {
    ...ContentFactor
  }
  plans {
    code
    name {
      zh
      en
    }
    requires
    terms {
      path
      title {
        zh
        en
      }
      value
      layer
      overridden {
        layer
        value
      }
    }
    at
    line
  }
  rules {
    code
    acts
    effect
    points
    condition
    sentence {
      zh
      en
    }
    path
    at
    line
  }
  comparisons {
    code
    of
    sentence {
      zh
      en
    }
    within
    more
    points
    refer
    at
    line
  }
  tables {
    ...ContentTable
  }
  steps {
    sheet
    kind
    condition
    table
    factor
    decimal
    formula
    least
    most
    digits
    mode
    at
    line
  }
  documents {
    kind
    title {
      zh
      en
    }
    file
    at
    line
  }
}
fragment ContentFactor on ContentFactor {
  name
  type
  title {
    zh
    en
  }
  optional
  personal
  unit
  values
  least
  most
  below
  formula
  at
  line
}
fragment ContentTable on ContentTable {
  name
  title {
    zh
    en
  }
  keys
  band
  rows {
    keys
    from
    below
    value
    decline
    line
  }
  at
  line
}`) as unknown as TypedDocumentString<ChangeProductFileQuery, ChangeProductFileQueryVariables>;
export const CheckProductDocument = new TypedDocumentString(`
    query CheckProduct($input: CheckProductInput!) {
  checkProduct(input: $input) {
    userErrors {
      code
      message
      path
      ... on ProductProblem {
        line
        column
        end
        fix
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CheckProductQuery, CheckProductQueryVariables>;
export const ProductExamplesDocument = new TypedDocumentString(`
    query ProductExamples($code: String!, $version: Int!) {
  productExamples(productCode: $code, version: $version) {
    file
    line
    name
    passed
    message
    risk {
      planCode
      payer
      factors
    }
  }
}
    `) as unknown as TypedDocumentString<ProductExamplesQuery, ProductExamplesQueryVariables>;
export const ProductPreviewDocument = new TypedDocumentString(`
    query ProductPreview($input: PreviewInput!) {
  productPreview(input: $input) {
    premium {
      amount
      currency
    }
    sumInsured {
      amount
      currency
    }
    premiumRating {
      steps {
        rule
        title {
          zh
          en
        }
        inputs {
          name
          value
        }
        value
      }
    }
    refusals {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ProductPreviewQuery, ProductPreviewQueryVariables>;
export const ConditionCompletionDocument = new TypedDocumentString(`
    query ConditionCompletion($input: ConditionCompletionInput!) {
  conditionCompletion(input: $input) {
    variables {
      name
      type
      unit
      title {
        zh
        en
      }
      values
      presence
    }
    operations {
      name
      operator
      signatures
      sentence {
        zh
        en
      }
      example
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ConditionCompletionQuery, ConditionCompletionQueryVariables>;
export const RuleBenchDocument = new TypedDocumentString(`
    query RuleBench($input: RuleBenchInput!) {
  ruleBench(input: $input) {
    rules {
      code
      act
      holds
      problem {
        message
      }
      facts {
        name
        value
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RuleBenchQuery, RuleBenchQueryVariables>;
export const ProductDifferencesDocument = new TypedDocumentString(`
    query ProductDifferences($code: String!, $from: Int!, $to: Int!) {
  productDifferences(productCode: $code, from: $from, to: $to) {
    path
    before
    after
  }
}
    `) as unknown as TypedDocumentString<ProductDifferencesQuery, ProductDifferencesQueryVariables>;
export const ProductFileDocument = new TypedDocumentString(`
    query ProductFile($code: String!, $version: Int!) {
  productVersion(productCode: $code, version: $version) {
    id
    file
  }
}
    `) as unknown as TypedDocumentString<ProductFileQuery, ProductFileQueryVariables>;
export const ProductArchiveDocument = new TypedDocumentString(`
    query ProductArchive($code: String!, $version: Int!) {
  productVersion(productCode: $code, version: $version) {
    id
    archiveUrl
  }
}
    `) as unknown as TypedDocumentString<ProductArchiveQuery, ProductArchiveQueryVariables>;
export const ProductBackTestsDocument = new TypedDocumentString(`
    query ProductBackTests($code: String!, $version: Int!) {
  productVersion(productCode: $code, version: $version) {
    id
    backTests(first: 5) {
      job {
        id
        state
        done
        total
        createdAt
      }
      bound {
        start
        end
      }
      policies
      refused
      premiumBefore {
        amount
        currency
      }
      premiumAfter {
        amount
        currency
      }
      rows {
        dimension
        value
        policies
        refused
        premiumBefore {
          amount
          currency
        }
        premiumAfter {
          amount
          currency
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ProductBackTestsQuery, ProductBackTestsQueryVariables>;
export const SaveProductDocument = new TypedDocumentString(`
    mutation SaveProduct($input: SaveProductInput!) {
  saveProduct(input: $input) {
    productVersion {
      id
      version
      revision
      file
      examples
    }
    userErrors {
      code
      message
      path
      ... on ProductProblem {
        line
        column
        end
        fix
      }
      ... on FileConflictError {
        revision
        conflicts {
          path
          before
          stored
          mine
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SaveProductMutation, SaveProductMutationVariables>;
export const DiscardDraftDocument = new TypedDocumentString(`
    mutation DiscardDraft($input: DiscardDraftInput!) {
  discardDraft(input: $input) {
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<DiscardDraftMutation, DiscardDraftMutationVariables>;
export const RequestPublicationDocument = new TypedDocumentString(`
    mutation RequestPublication($input: RequestPublicationInput!) {
  requestPublication(input: $input) {
    approval {
      id
      state
    }
    userErrors {
      code
      message
      path
      ... on ProductProblem {
        line
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RequestPublicationMutation, RequestPublicationMutationVariables>;
export const WithdrawProductDocument = new TypedDocumentString(`
    mutation WithdrawProduct($input: WithdrawProductInput!) {
  withdrawProduct(input: $input) {
    productVersion {
      id
      state
      withdrawAt
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<WithdrawProductMutation, WithdrawProductMutationVariables>;
export const KeepProductOnSaleDocument = new TypedDocumentString(`
    mutation KeepProductOnSale($input: KeepProductOnSaleInput!) {
  keepProductOnSale(input: $input) {
    productVersion {
      id
      withdrawAt
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<KeepProductOnSaleMutation, KeepProductOnSaleMutationVariables>;
export const BackTestProductDocument = new TypedDocumentString(`
    mutation BackTestProduct($input: BackTestProductInput!) {
  backTestProduct(input: $input) {
    job {
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
    `) as unknown as TypedDocumentString<BackTestProductMutation, BackTestProductMutationVariables>;