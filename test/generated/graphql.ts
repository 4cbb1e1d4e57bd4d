/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What a run does to the badges of a repository. */
export type BadgeAction =
  /** Gives a badge to open issues that never had one. */
  | 'EMBED'
  /** Takes the badge off open issues without the badge label. */
  | 'REMOVE'
  /** Writes the badges of open issues anew. */
  | 'UPDATE';

/** How far a run is. */
export type BadgeRunState =
  /** It is through. */
  | 'COMPLETED'
  /** It has not begun. */
  | 'QUEUED'
  /** It goes on. */
  | 'RUNNING'
  /** Another run of the repository began before it was through. */
  | 'SUPERSEDED';

/** What is solved, and who is rewarded. */
export type ConfirmIssueSolvedInput = {
  /** The same key and input again does it once. 1 to 255 characters. */
  idempotencyKey?: string | null | undefined;
  /** The issue. */
  issueId: string | number;
  /** Who gets what, 1 to 100 receivers. The shares sum to 1000. */
  splits: Array<RewardSplitInput>;
};

/** Whose, and where to go on. */
export type CreateCustomerPortalSessionInput = {
  /** The organization; without one it is your own page. */
  organizationId?: string | number | null | undefined;
  /** Where the page leads back to: an address or path of the frontend. */
  returnTo?: string | null | undefined;
};

/** Whose account, and where. */
export type CreatePayoutAccountInput = {
  /** The country, by its two letters of ISO 3166, in any case. Stripe needs it. */
  country?: string | null | undefined;
  /** A text of yours; the same again within a day gives the same answer. */
  idempotencyKey?: string | null | undefined;
  /** The slug of the collective, which stands in the address of its page. */
  openCollectiveSlug?: string | null | undefined;
  /** The organization; without one it is your own account. */
  organizationId?: string | number | null | undefined;
  /** Who keeps it; Open Collective is for organizations alone. */
  type: PayoutAccountType;
};

/** The token to make. */
export type CreatePersonalAccessTokenInput = {
  /** When it ends, within 366 days. Only a token that reads may do without. */
  expiresAt?: string | null | undefined;
  /** What you call it. */
  name: string;
  /** What it may do, at least one. */
  scopes: Array<TokenScope>;
};

/** Which payment it is for. */
export type CreatePledgeInput = {
  /** Stripe’s client secret of the payment, as `createPledgePaymentIntent` answered it. Required unless you began the payment while you were signed in. */
  clientSecret?: string | null | undefined;
  /** The same key and input again answers as the first time did. At least 16 characters while you are signed out. */
  idempotencyKey?: string | null | undefined;
  /** Of `createPledgePaymentIntent`. */
  paymentIntentId: string;
};

/** Who promises how much for which issue. */
export type CreatePledgeOnCompletionInput = {
  /** How much. */
  amount: MoneyInput;
  /** The organization that pays, within its limits; you, if left out. */
  byOrganizationId?: string | number | null | undefined;
  /** Any text of yours, at most 255 characters: the same key with the same input within a day does it once, and answers the same. */
  idempotencyKey?: string | null | undefined;
  /** Whether only your side sees who it is from; no, if left out. */
  isAnonymous?: boolean | null | undefined;
  /** What is to be solved. */
  issueId: string | number;
  /** The organization that is named as backer, if you pay. */
  onBehalfOfOrganizationId?: string | number | null | undefined;
};

/** What is pledged, on what, in whose name. */
export type CreatePledgePaymentIntentInput = {
  /** How much is pledged. */
  amount: MoneyInput;
  /** Where the receipt goes, of who is not signed in. Others get it at their own address. */
  email?: string | null | undefined;
  /** The same key and input again answers as the first time did, and does nothing. At least 16 characters while you are signed out, such as a UUID. */
  idempotencyKey?: string | null | undefined;
  /** Whether only you, and your organizations, see who it is from. */
  isAnonymous?: boolean | null | undefined;
  /** What is to be solved. */
  issueId: string | number;
  /** An organization of yours that gets the credit for it in public. */
  onBehalfOfOrganizationId?: string | number | null | undefined;
  /** Stripe’s id of a card to pay with at once: one of yours, or one that is nobody’s, such as the test card `pm_card_visa`. */
  paymentMethodId?: string | null | undefined;
  /** Where the payer comes back to when the bank asks; a page of the frontend. */
  returnTo?: string | null | undefined;
  /** Has Stripe keep the card; null: it does not. */
  setupFutureUsage?: PaymentFutureUsage | null | undefined;
};

/** A currency, by its ISO 4217 code. */
export type Currency =
  /** US dollar. */
  | 'USD';

/** What kind of failure an error is. The same codes stand in `extensions.code`. */
export type ErrorCode =
  /** The HTTP request is not one that GraphQL over HTTP knows. */
  | 'BAD_REQUEST'
  /** An argument or input field has a value that can’t be accepted. */
  | 'BAD_USER_INPUT'
  /** The thing changed meanwhile, or the same key was used for another request. */
  | 'CONFLICT'
  /** You may not do this. */
  | 'FORBIDDEN'
  /** The document is not GraphQL. */
  | 'GRAPHQL_PARSE_FAILED'
  /** The document does not fit the schema. */
  | 'GRAPHQL_VALIDATION_FAILED'
  /** Our fault; `extensions.errorId` finds it in our log. */
  | 'INTERNAL_SERVER_ERROR'
  /** This operation needs another HTTP method. */
  | 'METHOD_NOT_ALLOWED'
  /** There is no such thing, or you may not see it. */
  | 'NOT_FOUND'
  /** The operation asks for too much at once. */
  | 'OPERATION_TOO_COMPLEX'
  /** The request has too many bytes. */
  | 'PAYLOAD_TOO_LARGE'
  /** You did this too often; wait a while. */
  | 'RATE_LIMITED'
  /** A subscription was closed because its events could not be delivered fast enough. */
  | 'SUBSCRIPTION_TOO_SLOW'
  /** Sign in first. */
  | 'UNAUTHENTICATED'
  /** Another server that this needs can’t be reached now; try again later. */
  | 'UNAVAILABLE';

/** What happened to money of an issue. */
export type IssueLedgerEntryKind =
  /** Something was put right by hand. */
  | 'ADJUSTMENT'
  /** A backer’s bank took money back: there is less. */
  | 'DISPUTE'
  /** A dispute was won: the money is back. */
  | 'DISPUTE_REVERSAL'
  /** A backer paid: there is more. */
  | 'PAYMENT'
  /** A backer got money back: there is less. */
  | 'REFUND'
  /** A receiver earned their share. */
  | 'TRANSFER'
  /** A receiver has to give back a part, because the backer got theirs back. */
  | 'TRANSFER_REVERSAL';

/** How issues are sorted. Equal ones have a stable order. */
export type IssueOrder = {
  /** In which direction. */
  direction: OrderDirection;
  /** By what. */
  field: IssueOrderField;
};

/** What issues can be sorted by. */
export type IssueOrderField =
  /** When they were opened. */
  | 'CREATED_AT'
  /** All reactions and comments. */
  | 'ENGAGEMENT'
  /** What maintainers hope for, then reactions other than 👎 and 😕. Those without a goal come last. */
  | 'FUNDING_GOAL'
  /** What is pledged on them. */
  | 'PLEDGED_AMOUNT'
  /** What is pledged on them, then all reactions and comments. */
  | 'PLEDGED_AMOUNT_AND_ENGAGEMENT'
  /** Reactions other than 👎 and 😕. */
  | 'POSITIVE_REACTIONS'
  /** How well the title fits `query`, of the 1,000 newest issues that fit; without a query, the latest change. */
  | 'RELEVANCE'
  /** When they changed last on GitHub. */
  | 'UPDATED_AT';

/** Whether an issue is open. */
export type IssueState =
  /** Solved, or not to be. */
  | 'CLOSED'
  /** Still to be solved. */
  | 'OPEN';

/** What an account of the ledger is for. */
export type LedgerAccountKind =
  /** Money of backers that nobody has got yet. Grows by credit. */
  | 'BACKER_FUNDS'
  /** What became another currency on its way to a payee. Either side. */
  | 'CURRENCY_CONVERSION'
  /** What payees would have to give back and the platform bears. Grows by debit. */
  | 'DISPUTE_LOSSES'
  /** What a payee has earned and was not paid out. Grows by credit. */
  | 'PAYABLE'
  /** Money in a payee’s own account at the processor. Grows by debit. */
  | 'PAYEE_BALANCE'
  /** Our part of what payees earn. Grows by credit. */
  | 'PLATFORM_REVENUE'
  /** Money of ours at a payment processor. Grows by debit. */
  | 'PROCESSOR_BALANCE'
  /** What a processor keeps for its work. Grows by debit. */
  | 'PROCESSOR_FEES'
  /** Tax collected for a state. Grows by credit. */
  | 'TAX_PAYABLE';

/** What a transfer or reversal still waits for. */
export type LedgerTransactionAwaits =
  /** It is for Open Collective, and not paid out by hand yet. */
  | 'MANUAL_PAYOUT'
  /** Stripe has not done it (yet), and it is not written off. */
  | 'PROCESSOR';

/** What happened to money. */
export type LedgerTransactionKind =
  /** Something was put right by hand. */
  | 'ADJUSTMENT'
  /** A backer’s bank took money back. */
  | 'DISPUTE'
  /** A dispute was won: the money is back. */
  | 'DISPUTE_REVERSAL'
  /** A backer paid. */
  | 'PAYMENT'
  /** Money went to a payee’s bank. */
  | 'PAYOUT'
  /** A backer got money back. */
  | 'REFUND'
  /** The processor has done a transfer or its reversal. */
  | 'SETTLEMENT'
  /** A payee earned a part of a payment. */
  | 'TRANSFER'
  /** A payee has to give back a part of it. */
  | 'TRANSFER_REVERSAL';

/** An amount of money. */
export type MoneyInput = {
  /** The amount, in cents. */
  amount: number;
  /** What the amount is in. */
  currency: Currency;
};

/** Why a collective can’t receive money through us. */
export type OpenCollectiveProblem =
  /** It is archived. */
  | 'ARCHIVED'
  /** It is frozen. */
  | 'FROZEN'
  /** It is not active. */
  | 'INACTIVE'
  /** Its host has not approved it. */
  | 'NOT_APPROVED'
  /** Open Collective has no such collective. */
  | 'NOT_FOUND'
  /** Its host is not Open Source Collective. */
  | 'OTHER_HOST';

/** Which end of a sorted list comes first. */
export type OrderDirection =
  /** The smallest or oldest first. */
  | 'ASC'
  /** The greatest or newest first. */
  | 'DESC';

/** Which payment, and with what. */
export type PayPledgePaymentIntentInput = {
  /** Stripe’s client secret of the payment, as `createPledgePaymentIntent` answered it. Required unless you began the payment while you were signed in. */
  clientSecret?: string | null | undefined;
  /** The same key and input again answers as the first time did. At least 16 characters while you are signed out. */
  idempotencyKey?: string | null | undefined;
  /** Of `createPledgePaymentIntent`. */
  paymentIntentId: string;
  /** Stripe’s id of the card: one of yours, or one that is nobody’s. */
  paymentMethodId: string;
  /** The page of ours to come back to after the bank has asked who pays. */
  returnTo?: string | null | undefined;
};

/** What a card may be used for later. */
export type PaymentFutureUsage =
  /** Stripe keeps the card for payments that its owner makes here. */
  | 'ON_SESSION';

/** How far a payment is. */
export type PaymentStatus =
  /** It is given up. */
  | 'CANCELED'
  /** The bank works on it. */
  | 'PROCESSING'
  /** The bank asks who pays: go to `nextActionUrl`. */
  | 'REQUIRES_ACTION'
  /** The money is reserved. */
  | 'REQUIRES_CAPTURE'
  /** It has a card, which is not charged yet. */
  | 'REQUIRES_CONFIRMATION'
  /** Stripe waits for a card. */
  | 'REQUIRES_PAYMENT_METHOD'
  /** It is paid. */
  | 'SUCCEEDED';

/** How far a payout account is. */
export type PayoutAccountStatus =
  /** It can receive money. */
  | 'ACTIVE'
  /** It is not at Stripe yet: `createPayoutAccount` was cut off, and goes on if repeated. */
  | 'CREATED'
  /** Stripe wants to know more before money can go to it. */
  | 'ONBOARDING_STARTED';

/** Who keeps a payout account. */
export type PayoutAccountType =
  /** A collective of Open Source Collective. */
  | 'OPEN_COLLECTIVE'
  /** Stripe pays a person’s or organization’s bank. */
  | 'STRIPE';

/** What a line of a payout account’s statement is about. */
export type PayoutStatementKind =
  /** Staff put something right: what could not be given back. */
  | 'ADJUSTMENT'
  /** Money went to the bank. */
  | 'PAYOUT'
  /** A part of a payment was earned. */
  | 'TRANSFER'
  /** A part of it has to be given back: the backer was refunded, or their bank was. */
  | 'TRANSFER_REVERSAL';

/** How far a pledge is. It counts while it is CREATED, PENDING or DISPUTED. */
export type PledgeState =
  /** It ended without being paid. */
  | 'CANCELLED'
  /** The backer’s bank took the money back. */
  | 'CHARGE_DISPUTED'
  /** Paid or, of those on completion, promised. */
  | 'CREATED'
  /** The backer objects to the payout. */
  | 'DISPUTED'
  /** Not paid yet. Only who has just made it sees it. */
  | 'INITIATED'
  /** The issue is solved and the money is there: it can be paid out. */
  | 'PENDING'
  /** The backer has all of it back. */
  | 'REFUNDED';

/** How a pledge is paid. */
export type PledgeType =
  /** To the maintainers themselves. None is made here. */
  | 'PAY_DIRECTLY'
  /** By an invoice, once the issue is solved. */
  | 'PAY_ON_COMPLETION'
  /** At once; it is held until the issue is solved. */
  | 'PAY_UPFRONT';

/** What was paid, and to whom. */
export type RecordOpenCollectivePayoutInput = {
  /** Any text of yours, at most 255 characters: the same key with the same input within a day does it once, and answers the same. */
  idempotencyKey?: string | null | undefined;
  /** Whom it was sent to. */
  payoutAccountId: string | number;
  /** The transfers and reversals in the ledger that it pays, 1 to 100. */
  transactionIds: Array<string | number>;
};

/** Which account. */
export type RefreshPayoutAccountInput = {
  /** The account. */
  payoutAccountId: string | number;
};

/** Which pledge, and how much of it. */
export type RefundPledgeInput = {
  /** How much; null: all that is left. */
  amount?: MoneyInput | null | undefined;
  /** The same key and input again answers as the first time did. */
  idempotencyKey: string;
  /** The pledge. */
  pledgeId: string | number;
  /** Why, for Stripe. */
  reason?: RefundReason | null | undefined;
};

/** Why money is given back, for Stripe. */
export type RefundReason =
  /** It was paid twice. */
  | 'DUPLICATE'
  /** The payment was a fraud. */
  | 'FRAUDULENT'
  /** Who paid wants it back. */
  | 'REQUESTED_BY_CUSTOMER';

/** How badges are to come to the issues of one repository. */
export type RepositoryBadgeSettingsInput = {
  /** Whether its new issues get the badge by themselves. */
  autoEmbed: boolean;
  /** A repository of the organization. */
  repositoryId: string | number;
  /** Whether, if that changes, open issues that are there get or lose the badge too. Without effect on a private repository. */
  retroactive?: boolean;
};

/** Who may see a repository. */
export type RepositoryVisibility =
  /** Members of its organization. */
  | 'PRIVATE'
  /** Everybody. */
  | 'PUBLIC';

/** Why a reward is not paid. */
export type RewardObstacle =
  /** The receiver’s account can’t receive money yet. It is held for them. */
  | 'ACCOUNT_NOT_ACTIVE'
  /** The backer may still object to the payout. */
  | 'IN_DISPUTE_WINDOW'
  /** The receiver has not said where they receive money. It is held for them. */
  | 'NO_ACCOUNT'
  /** The share is nothing. */
  | 'NO_SHARE'
  /** The backer objects to the payout. */
  | 'PLEDGE_DISPUTED'
  /** The backer has their money back. */
  | 'PLEDGE_ENDED'
  /** The backer has yet to pay what they promised. */
  | 'PLEDGE_NOT_PAID'
  /** Nobody has signed in here with the login that the share is for. */
  | 'RECEIVER_NOT_SIGNED_IN';

/** What part of every pledge on an issue one receiver gets; one of the two names them. */
export type RewardSplitInput = {
  /** The receiver is a person: their login on GitHub, in any case of letters. */
  githubLogin?: string | null | undefined;
  /** The receiver is this organization. */
  organizationId?: string | number | null | undefined;
  /** The part, of 1000: 100 are 10 %. */
  share: number;
};

/** How far a reward is. */
export type RewardState =
  /** The receiver has earned it: it is in their balance. */
  | 'PAID'
  /** The receiver has yet to get it. */
  | 'PENDING';

/** What a personal access token may do. */
export type TokenScope =
  /** Read issues of private repositories of your organizations, and which these are. */
  | 'ISSUES_READ'
  /** Change issues of organizations that you administer. */
  | 'ISSUES_WRITE'
  /** Read what only members may of your organizations: who belongs to them. */
  | 'ORGANIZATIONS_READ'
  /** Change organizations that you administer. */
  | 'ORGANIZATIONS_WRITE'
  /** Read what you and your organizations receive, and where it goes. */
  | 'PAYOUTS_READ'
  /** Change where you and your organizations receive money. */
  | 'PAYOUTS_WRITE'
  /** Read your pledges, and those of and for your organizations. */
  | 'PLEDGES_READ'
  /** Pledge, and object to the payout of a pledge. */
  | 'PLEDGES_WRITE'
  /** Read private repositories of your organizations. */
  | 'REPOSITORIES_READ'
  /** Change repositories of organizations that you administer. */
  | 'REPOSITORIES_WRITE'
  /** Read your own account: e-mail, preferences, connected accounts. */
  | 'USER_READ'
  /** Change your preferences. */
  | 'USER_WRITE';

/** Whose settings, and what they are to be. */
export type UpdateBadgeSettingsInput = {
  /** What stands above the badge, in Markdown; an empty text changes nothing. */
  message?: string;
  /** The least that can be pledged on one of its issues. */
  minimumAmount: MoneyInput;
  /** The organization. */
  organizationId: string | number;
  /** Settings of some of its repositories, at most 100. */
  repositories?: Array<RepositoryBadgeSettingsInput>;
  /** Whether the badge shows what is pledged. */
  showAmount: boolean;
};

/** Which issue, and what to change. */
export type UpdateIssueInput = {
  /** What its maintainers hope for; zero is as none. */
  fundingGoal?: MoneyInput | null | undefined;
  /** The issue. */
  issueId: string | number;
  /** How many percent of the reward go to contributors, 0 to 100; `null`: what the organization says. */
  upfrontSplitToContributors?: number | null | undefined;
};

/** Which organization, and what to change. */
export type UpdateOrganizationInput = {
  /** Where its invoices go, at most 120 characters. */
  billingEmail?: string | null | undefined;
  /** What stands above the badge, in Markdown; `null`: our own words. */
  defaultBadgeCustomContent?: string | null | undefined;
  /** How many percent of a reward go to contributors, 0 to 100. */
  defaultUpfrontSplitToContributors?: number | null | undefined;
  /** The organization. */
  organizationId: string | number;
  /** What one member may pledge in its name in a month, at most the limit for all; `null`: no limit. */
  perUserMonthlySpendingLimit?: MoneyInput | null | undefined;
  /** Whether the badge shows what is pledged. It can’t be cleared. */
  pledgeBadgeShowAmount?: boolean | null | undefined;
  /** The least that can be pledged on one of its issues. It can’t be cleared. */
  pledgeMinimumAmount?: MoneyInput | null | undefined;
  /** What may be pledged in its name in a month; `null`: no limit. */
  totalMonthlySpendingLimit?: MoneyInput | null | undefined;
};

/** What to change; what is left out stays. */
export type UpdatePreferencesInput = {
  /** Whether you want newsletters and changelogs. */
  emailNewslettersAndChangelogs?: boolean | null | undefined;
  /** Whether you want to hear of promotions and events. */
  emailPromotionsAndEvents?: boolean | null | undefined;
};

/** What became of a webhook. */
export type WebhookDeliveryStatus =
  /** Nothing was to be done. */
  | 'IGNORED'
  /** Done. */
  | 'PROCESSED'
  /** Stored; its job is on the way. */
  | 'RECEIVED';

/** What is written off, and why. */
export type WriteOffTransferReversalInput = {
  /** Any text of yours, at most 255 characters: the same key with the same input within a day does it once, and answers the same. */
  idempotencyKey?: string | null | undefined;
  /** Why, for those who read the books: 1 to 500 characters. */
  note: string;
  /** The reversal in the ledger that Stripe can’t do. */
  transactionId: string | number;
};

export type SwitchAutoEmbedMutationVariables = Exact<{
  input: UpdateBadgeSettingsInput;
}>;


export type SwitchAutoEmbedMutation = { updateBadgeSettings:
    | { __typename: 'MessageInvalid' }
    | { __typename: 'MinimumAmountInvalid' }
    | { __typename: 'NotAnOrganizationAdmin' }
    | { __typename: 'OrganizationNotFound' }
    | { __typename: 'RepositoryNotInOrganization' }
    | { __typename: 'UpdateBadgeSettingsPayload' }
   };

export type RerenderMutationVariables = Exact<{
  repositoryId: string | number;
}>;


export type RerenderMutation = { updateRepositoryBadges:
    | { badgeRun: { id: string, action: BadgeAction, repository: { name: string } } }
    | Record<PropertyKey, never>
   };

export type PaymentMethodsQueryVariables = Exact<{ [key: string]: never; }>;


export type PaymentMethodsQuery = { viewer: { paymentMethods: { totalCount: number, nodes: Array<{ stripeId: string, brand: string, last4: string, expiryMonth: number, expiryYear: number }> } } | null };

export type DetachPaymentMethodMutationVariables = Exact<{
  paymentMethodId: string;
}>;


export type DetachPaymentMethodMutation = { detachPaymentMethod:
    | { __typename: 'DetachPaymentMethodPayload', detachedPaymentMethodId: string, viewer: { paymentMethods: { nodes: Array<{ stripeId: string }> } } }
    | { __typename: 'PaymentMethodNotFound', code: ErrorCode }
    | { __typename: 'RateLimited', code: ErrorCode }
    | { __typename: 'StripeRefused', code: ErrorCode }
    | { __typename: 'StripeUnavailable', code: ErrorCode }
   };

export type CreateSetupIntentMutationVariables = Exact<{
  idempotencyKey?: string | null | undefined;
}>;


export type CreateSetupIntentMutation = { createSetupIntent:
    | { __typename: 'CreateSetupIntentPayload', setupIntentId: string, clientSecret: string }
    | { __typename: 'IdempotencyConflict' }
    | { __typename: 'RateLimited' }
    | { __typename: 'StripeRefused' }
    | { __typename: 'StripeUnavailable' }
   };

export type CreateCustomerPortalSessionMutationVariables = Exact<{
  input: CreateCustomerPortalSessionInput;
}>;


export type CreateCustomerPortalSessionMutation = { createCustomerPortalSession:
    | { __typename: 'BillingEmailMissing', code: ErrorCode, path: Array<string> | null }
    | { __typename: 'CreateCustomerPortalSessionPayload', url: string }
    | { __typename: 'NotAnOrganizationAdmin', code: ErrorCode, path: Array<string> | null }
    | { __typename: 'OrganizationNotFound', code: ErrorCode, path: Array<string> | null }
    | { __typename: 'RateLimited', code: ErrorCode, path: Array<string> | null }
    | { __typename: 'StripeRefused', code: ErrorCode, path: Array<string> | null }
    | { __typename: 'StripeUnavailable', code: ErrorCode, path: Array<string> | null }
    | { __typename: 'UnsafeReturnAddress', code: ErrorCode, path: Array<string> | null }
   };

export type CreditQueryVariables = Exact<{
  login: string;
}>;


export type CreditQuery = { organization: { credit: { amount: number, currency: Currency } | null } | null };

export type DeliveriesQueryVariables = Exact<{
  status?: WebhookDeliveryStatus | null | undefined;
}>;


export type DeliveriesQuery = { webhookDeliveries: { totalCount: number, nodes: Array<{ deliveryId: string, event: string, action: string | null, status: WebhookDeliveryStatus, reason: string | null }> } };

export type WelcomeQueryVariables = Exact<{ [key: string]: never; }>;


export type WelcomeQuery = { organization: { id: string, login: string, name: string | null, avatarUrl: string, repositories: { totalCount: number, nodes: Array<{ nameWithOwner: string, description: string | null, stargazerCount: number | null }> } } | null };

export type OpenIssuesQueryVariables = Exact<{
  organization?: string | null | undefined;
  first: number;
}>;


export type OpenIssuesQuery = { issues: { totalCount: number, nodes: Array<{ number: number, title: string, labels: Array<{ name: string, color: string }>, pledgedAmount: { amount: number, currency: Currency }, repository: { nameWithOwner: string }, organization: { login: string, avatarUrl: string } }> } };

export type OneIssueQueryVariables = Exact<{
  owner: string;
  repository: string;
  number: number;
}>;


export type OneIssueQuery = { issue: { id: string, number: number, title: string, body: string, state: IssueState, url: string, createdAt: string, closedAt: string | null, commentCount: number, author: { login: string, avatarUrl: string } | null, labels: Array<{ name: string, color: string }>, reactions: { totalCount: number, thumbsUp: number, heart: number } | null, pledgedAmount: { amount: number, currency: Currency }, fundingGoal: { amount: number, currency: Currency } | null, repository: { nameWithOwner: string }, organization: { login: string, name: string | null } } | null };

export type NextPageQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type NextPageQuery = { issues: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ cursor: string, node: { title: string, repository: { nameWithOwner: string } } }> } };

export type NodeByIdQueryVariables = Exact<{
  id: string | number;
}>;


export type NodeByIdQuery = { node:
    | { __typename: 'BadgeRun', id: string }
    | { __typename: 'CommitReference', id: string }
    | { __typename: 'ExternalPullRequestReference', id: string }
    | { __typename: 'Issue', title: string, state: IssueState, id: string }
    | { __typename: 'IssueLedgerEntry', id: string }
    | { __typename: 'IssueReward', id: string }
    | { __typename: 'LedgerEntry', id: string }
    | { __typename: 'LedgerTransaction', id: string }
    | { __typename: 'Membership', id: string }
    | { __typename: 'Organization', login: string, name: string | null, id: string }
    | { __typename: 'PayoutAccount', id: string }
    | { __typename: 'PayoutStatementLine', id: string }
    | { __typename: 'PersonalAccessToken', id: string }
    | { __typename: 'Pledge', id: string }
    | { __typename: 'PullRequest', id: string }
    | { __typename: 'PullRequestReference', id: string }
    | { __typename: 'Repository', nameWithOwner: string, id: string }
    | { __typename: 'RepositoryBadgeSettings', id: string }
    | { __typename: 'Reward', id: string }
    | { __typename: 'Session', id: string }
    | { __typename: 'User', id: string }
    | { __typename: 'WebhookDelivery', id: string }
   | null };

export type SearchIssuesQueryVariables = Exact<{
  query: string;
}>;


export type SearchIssuesQuery = { issues: { totalCount: number, nodes: Array<{ title: string, fundingGoal: { amount: number, currency: Currency } | null, repository: { nameWithOwner: string, visibility: RepositoryVisibility } }> } };

export type ImportIssueMutationVariables = Exact<{
  url: string;
}>;


export type ImportIssueMutation = { importIssue:
    | { __typename: 'GithubUnavailable', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'ImportIssuePayload', issue: { id: string, title: string, repository: { nameWithOwner: string } } }
    | { __typename: 'IssueAddressInvalid', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'IssueNotFound', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'RateLimited', message: string, code: ErrorCode, path: Array<string> | null }
   };

export type UpdateOrganizationMutationVariables = Exact<{
  input: UpdateOrganizationInput;
}>;


export type UpdateOrganizationMutation = { updateOrganization:
    | { __typename: 'NotAnOrganizationAdmin', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'OrganizationNotFound', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'OrganizationSettingInvalid', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'SpendingLimitsConflict', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'UpdateOrganizationPayload', organization: { login: string, defaultUpfrontSplitToContributors: number | null, billingEmail: string | null, pledgeMinimumAmount: { amount: number, currency: Currency } } }
   };

export type BadgeSettingsQueryVariables = Exact<{
  organization: string;
}>;


export type BadgeSettingsQuery = { organization: { badgeSettings: { repositories: { nodes: Array<{ label: string, autoEmbed: boolean, openIssueCount: number, autoEmbeddedIssueCount: number, labelEmbeddedIssueCount: number, repository: { nameWithOwner: string, url: string }, latestBadgeRun: { action: BadgeAction, state: BadgeRunState, progress: number, changedCount: number, failedCount: number } | null }> } } | null } | null };

export type UpdateBadgeSettingsMutationVariables = Exact<{
  input: UpdateBadgeSettingsInput;
}>;


export type UpdateBadgeSettingsMutation = { updateBadgeSettings:
    | { __typename: 'MessageInvalid', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'MinimumAmountInvalid', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'NotAnOrganizationAdmin', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'OrganizationNotFound', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'RepositoryNotInOrganization', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'UpdateBadgeSettingsPayload', organization: { badgeSettings: { showAmount: boolean, minimumAmount: { amount: number, currency: Currency }, repositories: { nodes: Array<{ autoEmbed: boolean, repository: { nameWithOwner: string }, latestBadgeRun: { action: BadgeAction, state: BadgeRunState } | null }> } } | null } }
   };

export type OpenPayoutAccountMutationVariables = Exact<{
  input: CreatePayoutAccountInput;
}>;


export type OpenPayoutAccountMutation = { createPayoutAccount:
    | { __typename: 'CreatePayoutAccountPayload', onboardingUrl: string | null, payoutAccount: { id: string, type: PayoutAccountType, status: PayoutAccountStatus, country: string | null } }
    | { __typename: 'IdempotencyConflict', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'NotAnOrganizationAdmin', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'OpenCollectiveNotEligible', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'OpenCollectiveUnavailable', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'OrganizationNotFound', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'PayoutAccountExists', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'PayoutAccountInputInvalid', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'RateLimited', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'StripeRefused', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'StripeUnavailable', message: string, code: ErrorCode, path: Array<string> | null }
   };

export type PledgeMutationVariables = Exact<{
  input: CreatePledgePaymentIntentInput;
}>;


export type PledgeMutation = { createPledgePaymentIntent:
    | { __typename: 'CreatePledgePaymentIntentPayload', paymentIntentId: string, clientSecret: string, status: PaymentStatus, amount: { amount: number, currency: Currency } }
    | { __typename: 'EmailRequired', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'IdempotencyConflict', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'InvalidEmailAddress', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'IssueNotFound', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'NotAnOrganizationMember', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'PledgeTooLarge', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'PledgeTooSmall', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'RateLimited', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'StripeRefused', declineCode: string | null, message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'StripeUnavailable', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'UnsafeReturnAddress', message: string, code: ErrorCode, path: Array<string> | null }
   };

export type IssueFundingQueryVariables = Exact<{
  owner: string;
  repository: string;
  number: number;
}>;


export type IssueFundingQuery = { issue: { title: string, state: IssueState, url: string, needsConfirmationSolved: boolean, pledgesSummary: { pledgeCount: number, total: { amount: number, currency: Currency }, backings: { totalCount: number, nodes: Array<{ type: PledgeType, backer: { name: string | null, login: string | null } | null }> } }, proposedSplit: Array<{ share: number, githubLogin: string | null, organizationId: string | null, reasons: Array<{ text: string, url: string | null }> }> | null } | null };

export type ConfirmSolvedMutationVariables = Exact<{
  input: ConfirmIssueSolvedInput;
}>;


export type ConfirmSolvedMutation = { confirmIssueSolved:
    | { __typename: 'ConfirmIssueSolvedPayload', issue: { rewards: { nodes: Array<{ share: number, receiver: { name: string | null, login: string | null } }> } } }
    | { __typename: 'IdempotencyConflict', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'IssueAlreadyConfirmed', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'IssueNotFound', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'NotAnOrganizationAdmin', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'RateLimited', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'SplitInvalid', message: string, code: ErrorCode, path: Array<string> | null }
   };

export type MyRewardsQueryVariables = Exact<{
  first: number;
}>;


export type MyRewardsQuery = { viewer: { rewards: { totalCount: number, nodes: Array<{ state: RewardState, blockedBy: RewardObstacle | null, paidAt: string | null, share: number, amount: { amount: number, currency: Currency } }> } } | null };

export type BalancesQueryVariables = Exact<{
  login: string;
}>;


export type BalancesQuery = { organization: { payoutAccount: { status: PayoutAccountStatus, balance: { owed: { amount: number }, paidOut: { amount: number }, atProcessor: Array<{ amount: number, currency: string }> }, statement: { nodes: Array<{ postedAt: string, kind: PayoutStatementKind, amount: { amount: number } }> } } | null } | null, viewer: { payoutAccount: { status: PayoutAccountStatus, balance: { owed: { amount: number }, paidOut: { amount: number }, atProcessor: Array<{ amount: number, currency: string }> }, statement: { nodes: Array<{ postedAt: string, kind: PayoutStatementKind, amount: { amount: number } }> } } | null } | null };

export type BalanceFragment = { status: PayoutAccountStatus, balance: { owed: { amount: number }, paidOut: { amount: number }, atProcessor: Array<{ amount: number, currency: string }> }, statement: { nodes: Array<{ postedAt: string, kind: PayoutStatementKind, amount: { amount: number } }> } };

export type IssueLedgerQueryVariables = Exact<{
  owner: string;
  repository: string;
  number: number;
}>;


export type IssueLedgerQuery = { issue: { title: string, ledger: { funded: { amount: number }, paidOut: { amount: number }, platformFees: { amount: number }, processorFees: { amount: number }, held: { amount: number }, entries: { nodes: Array<{ occurredAt: string, kind: IssueLedgerEntryKind, amount: { amount: number }, platformFee: { amount: number }, backer: { name: string | null } | null, receiver: { name: string | null } | null }> } } } | null };

export type IssueUpdatesSubscriptionVariables = Exact<{
  organizationId: string | number;
}>;


export type IssueUpdatesSubscription = { issueUpdated: { issueId: string, issue: { title: string, state: IssueState, pledgedAmount: { amount: number, currency: Currency } } | null } };

export type ImportByAddressMutationVariables = Exact<{
  url: string;
}>;


export type ImportByAddressMutation = { importIssue:
    | { __typename: 'GithubUnavailable', code: ErrorCode, message: string, path: Array<string> | null }
    | { __typename: 'ImportIssuePayload', issue: { id: string, title: string, url: string, repository: { nameWithOwner: string, visibility: RepositoryVisibility, organization: { login: string, isInstalled: boolean, isPersonal: boolean } } } }
    | { __typename: 'IssueAddressInvalid', code: ErrorCode, message: string, path: Array<string> | null }
    | { __typename: 'IssueNotFound', code: ErrorCode, message: string, path: Array<string> | null }
    | { __typename: 'RateLimited', code: ErrorCode, message: string, path: Array<string> | null }
   };

export type IssueListQueryVariables = Exact<{
  organization?: string | null | undefined;
  repository?: string | null | undefined;
  states?: Array<IssueState> | IssueState | null | undefined;
  query?: string | null | undefined;
  hasPledgedAmount?: boolean | null | undefined;
  hasPledgeBadge?: boolean | null | undefined;
  milestone?: number | null | undefined;
  orderBy?: IssueOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type IssueListQuery = { issues: { totalCount: number, nodes: Array<{ id: string, title: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type IssueByPlaceQueryVariables = Exact<{
  owner: string;
  repository: string;
  number: number;
}>;


export type IssueByPlaceQuery = { issue: { id: string, number: number, title: string, state: IssueState, url: string, fundingGoal: { amount: number, currency: Currency } | null, pledgedAmount: { amount: number, currency: Currency }, labels: Array<{ name: string, color: string }>, author: { login: string } | null, reactions: { totalCount: number, thumbsUp: number } | null, repository: { nameWithOwner: string, url: string }, organization: { login: string } } | null };

export type IssuePageQueryVariables = Exact<{
  organization?: string | null | undefined;
  repository?: string | null | undefined;
  states?: Array<IssueState> | IssueState | null | undefined;
  orderBy?: IssueOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type IssuePageQuery = { issues: { nodes: Array<{ id: string, number: number, title: string }>, edges: Array<{ cursor: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type IssuesWithPlaceQueryVariables = Exact<{
  first: number;
}>;


export type IssuesWithPlaceQuery = { issues: { nodes: Array<{ title: string, repository: { nameWithOwner: string }, organization: { login: string, avatarUrl: string } }> } };

export type IssueCountQueryVariables = Exact<{
  organization?: string | null | undefined;
  states?: Array<IssueState> | IssueState | null | undefined;
}>;


export type IssueCountQuery = { issues: { totalCount: number } };

export type NestedIssuesQueryVariables = Exact<{
  login: string;
  after?: string | null | undefined;
}>;


export type NestedIssuesQuery = { organization: { repositories: { totalCount: number, nodes: Array<{ name: string, issues: { totalCount: number, nodes: Array<{ number: number }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } }> } } | null };

export type UpdateIssueMutationVariables = Exact<{
  input: UpdateIssueInput;
}>;


export type UpdateIssueMutation = { updateIssue:
    | { __typename: 'FundingGoalInvalid', code: ErrorCode, path: Array<string> | null }
    | { __typename: 'IssueNotFound', code: ErrorCode, path: Array<string> | null }
    | { __typename: 'NotAnOrganizationAdmin', code: ErrorCode, path: Array<string> | null }
    | { __typename: 'UpdateIssuePayload', issue: { upfrontSplitToContributors: number | null, fundingGoal: { amount: number, currency: Currency } | null } }
    | { __typename: 'UpfrontSplitInvalid', code: ErrorCode, path: Array<string> | null }
   };

export type LedgerTransactionsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  kind?: LedgerTransactionKind | null | undefined;
}>;


export type LedgerTransactionsQuery = { ledgerTransactions: { totalCount: number, pageInfo: { endCursor: string | null }, nodes: Array<{ kind: LedgerTransactionKind, payment: { kind: LedgerTransactionKind } | null, entries: { nodes: Array<{ amount: number, account: { kind: LedgerAccountKind, currency: string } }> } }> } };

export type LedgerTrialBalanceQueryVariables = Exact<{ [key: string]: never; }>;


export type LedgerTrialBalanceQuery = { ledgerTrialBalance: { totalCount: number, nodes: Array<{ kind: LedgerAccountKind, currency: string, accountCount: number, debit: number, credit: number }> } };

export type RequestLinkMutationVariables = Exact<{
  email: string;
  returnTo?: string | null | undefined;
}>;


export type RequestLinkMutation = { requestMagicLink:
    | { __typename: 'InvalidEmailAddress', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'RateLimited', message: string, code: ErrorCode, path: Array<string> | null, retryAfterSeconds: number }
    | { __typename: 'RequestMagicLinkPayload', email: string }
    | { __typename: 'UnsafeReturnAddress', message: string, code: ErrorCode, path: Array<string> | null }
   };

export type ChangeSettingsMutationVariables = Exact<{
  input: UpdateOrganizationInput;
}>;


export type ChangeSettingsMutation = { updateOrganization:
    | { __typename: 'NotAnOrganizationAdmin', code: ErrorCode, path: Array<string> | null }
    | { __typename: 'OrganizationNotFound', code: ErrorCode, path: Array<string> | null }
    | { __typename: 'OrganizationSettingInvalid', code: ErrorCode, path: Array<string> | null }
    | { __typename: 'SpendingLimitsConflict', code: ErrorCode, path: Array<string> | null }
    | { __typename: 'UpdateOrganizationPayload', organization: { pledgeBadgeShowAmount: boolean, defaultBadgeCustomContent: string | null, defaultUpfrontSplitToContributors: number | null, billingEmail: string | null, onboardedAt: string | null, pledgeMinimumAmount: { amount: number }, totalMonthlySpendingLimit: { amount: number } | null, perUserMonthlySpendingLimit: { amount: number } | null } }
   };

export type OrganizationSearchQueryVariables = Exact<{
  query?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type OrganizationSearchQuery = { organizations: { totalCount: number, nodes: Array<{ login: string }> } };

export type ViewerOrganizationsQueryVariables = Exact<{
  isAdmin: boolean;
}>;


export type ViewerOrganizationsQuery = { viewer: { organizations: { totalCount: number, nodes: Array<{ login: string }> } } | null };

export type PrivateFieldsQueryVariables = Exact<{
  owner: string;
}>;


export type PrivateFieldsQuery = { organization: { billingEmail: string | null, onboardedAt: string | null, totalMonthlySpendingLimit: { amount: number, currency: Currency } | null, perUserMonthlySpendingLimit: { amount: number } | null } | null, issue: { repository: { organization: { billingEmail: string | null, totalMonthlySpendingLimit: { amount: number } | null } } } | null };

export type OnboardingLinkMutationVariables = Exact<{
  id: string | number;
}>;


export type OnboardingLinkMutation = { createPayoutAccountOnboardingLink:
    | { __typename: 'CreatePayoutAccountOnboardingLinkPayload', url: string }
    | { __typename: 'NotAnOrganizationAdmin', message: string, code: ErrorCode }
    | { __typename: 'PayoutAccountLinkUnavailable', message: string, code: ErrorCode }
    | { __typename: 'PayoutAccountNotFound', message: string, code: ErrorCode }
    | { __typename: 'RateLimited', message: string, code: ErrorCode }
    | { __typename: 'StripeRefused', message: string, code: ErrorCode }
    | { __typename: 'StripeUnavailable', message: string, code: ErrorCode }
   };

export type DashboardLinkMutationVariables = Exact<{
  id: string | number;
}>;


export type DashboardLinkMutation = { createPayoutAccountDashboardLink:
    | { __typename: 'CreatePayoutAccountDashboardLinkPayload', url: string }
    | { __typename: 'NotAnOrganizationAdmin', message: string, code: ErrorCode }
    | { __typename: 'PayoutAccountLinkUnavailable', message: string, code: ErrorCode }
    | { __typename: 'PayoutAccountNotFound', message: string, code: ErrorCode }
    | { __typename: 'RateLimited', message: string, code: ErrorCode }
    | { __typename: 'StripeRefused', message: string, code: ErrorCode }
    | { __typename: 'StripeUnavailable', message: string, code: ErrorCode }
   };

export type RefreshPayoutAccountMutationVariables = Exact<{
  id: string | number;
}>;


export type RefreshPayoutAccountMutation = { refreshPayoutAccount:
    | { __typename: 'NotAnOrganizationAdmin', code: ErrorCode }
    | { __typename: 'OpenCollectiveUnavailable', code: ErrorCode }
    | { __typename: 'PayoutAccountNotFound', code: ErrorCode }
    | { __typename: 'RateLimited', code: ErrorCode }
    | { __typename: 'RefreshPayoutAccountPayload', payoutAccount: { status: PayoutAccountStatus } }
    | { __typename: 'StripeRefused', code: ErrorCode }
    | { __typename: 'StripeUnavailable', code: ErrorCode }
   };

export type SeenQueryVariables = Exact<{
  id: string | number;
  login: string;
}>;


export type SeenQuery = { node:
    | { status: PayoutAccountStatus, viewerCanAdminister: boolean, user: { login: string | null } | null, organization: { login: string } | null }
    | Record<PropertyKey, never>
   | null, organization: { payoutAccount: { id: string } | null } | null, viewer: { payoutAccount: { id: string } | null } | null };

export type AccountsQueryVariables = Exact<{
  login: string;
}>;


export type AccountsQuery = { organization: { payoutAccount: { id: string, status: PayoutAccountStatus, replacedAt: string | null } | null, formerPayoutAccounts: { totalCount: number, nodes: Array<{ id: string, status: PayoutAccountStatus, replacedAt: string | null, viewerCanAdminister: boolean, balance: { owed: { amount: number } }, statement: { nodes: Array<{ kind: PayoutStatementKind, amount: { amount: number } }> } }> } | null } | null, viewer: { payoutAccount: { id: string } | null, formerPayoutAccounts: { totalCount: number, nodes: Array<{ id: string }> } } | null };

export type StatementQueryVariables = Exact<{
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type StatementQuery = { viewer: { payoutAccount: { balance: { owed: { amount: number }, paidOut: { amount: number }, atProcessor: Array<{ amount: number, currency: string }> }, statement: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, endCursor: string | null, startCursor: string | null }, nodes: Array<{ id: string, kind: PayoutStatementKind, postedAt: string, paidOutAt: string | null, amount: { amount: number, currency: Currency }, accountAmount: { amount: number, currency: string } | null, issue: { title: string } | null }> } } | null } | null };

export type UnsettledQueryVariables = Exact<{
  awaits: LedgerTransactionAwaits;
}>;


export type UnsettledQuery = { ledgerTransactions: { nodes: Array<{ id: string, payoutAccountId: string | null }> } };

export type WriteOffMutationVariables = Exact<{
  input: WriteOffTransferReversalInput;
}>;


export type WriteOffMutation = { writeOffTransferReversal:
    | { __typename: 'IdempotencyConflict', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'NotWrittenOff', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'WriteOffTransferReversalPayload', transaction: { id: string, kind: LedgerTransactionKind, note: string | null } }
   };

export type RecordPayoutMutationVariables = Exact<{
  input: RecordOpenCollectivePayoutInput;
}>;


export type RecordPayoutMutation = { recordOpenCollectivePayout:
    | { __typename: 'IdempotencyConflict', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'RecordOpenCollectivePayoutPayload', transaction: { id: string, kind: LedgerTransactionKind } }
    | { __typename: 'TransferNotFound', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'TransferPaidOut', message: string, code: ErrorCode, path: Array<string> | null }
   };

export type RepositoryByNameQueryVariables = Exact<{
  owner: string;
  name: string;
}>;


export type RepositoryByNameQuery = { repository: { nameWithOwner: string, visibility: RepositoryVisibility, description: string | null, stargazerCount: number | null, license: string | null, homepageUrl: string | null, organization: { login: string } } | null };

export type RepositorySearchQueryVariables = Exact<{
  owner?: string | null | undefined;
  query?: string | null | undefined;
}>;


export type RepositorySearchQuery = { repositories: { totalCount: number, nodes: Array<{ name: string, organization: { login: string } }> } };

export type SessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionsQuery = { viewer: { login: string | null, sessions: { totalCount: number, nodes: Array<{ id: string, isCurrent: boolean, userAgent: string | null, expiresAt: string }> } } | null };

export type RevokeSessionMutationVariables = Exact<{
  sessionId: string | number;
}>;


export type RevokeSessionMutation = { revokeSession:
    | { __typename: 'RevokeSessionPayload', revokedSessionId: string }
    | { __typename: 'SessionNotFound', message: string, code: ErrorCode, path: Array<string> | null }
   };

export type SignOutEverywhereMutationVariables = Exact<{
  keepCurrent: boolean;
}>;


export type SignOutEverywhereMutation = { signOutEverywhere: { revokedCount: number } };

export type CreateTokenMutationVariables = Exact<{
  input: CreatePersonalAccessTokenInput;
}>;


export type CreateTokenMutation = { createPersonalAccessToken:
    | { __typename: 'CreatePersonalAccessTokenPayload', token: string, personalAccessToken: { id: string, name: string, scopes: Array<TokenScope>, tokenHint: string, expiresAt: string | null, lastUsedAt: string | null } }
    | { __typename: 'RateLimited', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'TokenExpiryInvalid', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'TokenNameInvalid', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'TokenScopesInvalid', message: string, code: ErrorCode, path: Array<string> | null }
   };

export type TokensQueryVariables = Exact<{ [key: string]: never; }>;


export type TokensQuery = { viewer: { personalAccessTokens: { totalCount: number, nodes: Array<{ id: string, name: string, lastUsedAt: string | null }> } } | null };

export type RenameTokenMutationVariables = Exact<{
  tokenId: string | number;
  name: string;
}>;


export type RenameTokenMutation = { renamePersonalAccessToken:
    | { personalAccessToken: { name: string } }
    | { code: ErrorCode }
    | { code: ErrorCode }
   };

export type RevokeTokenMutationVariables = Exact<{
  tokenId: string | number;
}>;


export type RevokeTokenMutation = { revokePersonalAccessToken:
    | { revokedTokenId: string }
    | { code: ErrorCode }
   };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { viewer: { login: string | null, email: string } | null };

export type AccountQueryVariables = Exact<{ [key: string]: never; }>;


export type AccountQuery = { viewer: { login: string | null, email: string, isStaff: boolean, emailPromotionsAndEvents: boolean, emailNewslettersAndChangelogs: boolean, oauthAccounts: Array<{ accountLogin: string }>, user: { id: string, login: string | null }, memberships: { nodes: Array<{ isAdmin: boolean, organization: { login: string } }> } } | null };

export type UpdatePreferencesMutationVariables = Exact<{
  input: UpdatePreferencesInput;
}>;


export type UpdatePreferencesMutation = { updatePreferences: { viewer: { emailPromotionsAndEvents: boolean, emailNewslettersAndChangelogs: boolean } } };

export type DeleteAccountMutationVariables = Exact<{
  confirmEmail: string;
}>;


export type DeleteAccountMutation = { deleteAccount:
    | { code: ErrorCode, path: Array<string> | null }
    | { deletedAt: string }
   };

export type UserByLoginQueryVariables = Exact<{
  login: string;
}>;


export type UserByLoginQuery = { user: { login: string | null, name: string | null } | null };

export type JourneyBeginPledgeMutationVariables = Exact<{
  input: CreatePledgePaymentIntentInput;
}>;


export type JourneyBeginPledgeMutation = { answer:
    | { __typename: 'CreatePledgePaymentIntentPayload', paymentIntentId: string }
    | { __typename: 'EmailRequired', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyConflict', code: ErrorCode, message: string }
    | { __typename: 'InvalidEmailAddress', code: ErrorCode, message: string }
    | { __typename: 'IssueNotFound', code: ErrorCode, message: string }
    | { __typename: 'NotAnOrganizationMember', code: ErrorCode, message: string }
    | { __typename: 'PledgeTooLarge', code: ErrorCode, message: string }
    | { __typename: 'PledgeTooSmall', code: ErrorCode, message: string }
    | { __typename: 'RateLimited', code: ErrorCode, message: string }
    | { __typename: 'StripeRefused', code: ErrorCode, message: string }
    | { __typename: 'StripeUnavailable', code: ErrorCode, message: string }
    | { __typename: 'UnsafeReturnAddress', code: ErrorCode, message: string }
   };

export type JourneyPayPledgeMutationVariables = Exact<{
  input: PayPledgePaymentIntentInput;
}>;


export type JourneyPayPledgeMutation = { answer:
    | { __typename: 'IdempotencyConflict', code: ErrorCode, message: string }
    | { __typename: 'PayPledgePaymentIntentPayload', paymentIntentId: string, status: PaymentStatus }
    | { __typename: 'PaymentIntentNotFound', code: ErrorCode, message: string }
    | { __typename: 'PaymentIntentNotUpdatable', code: ErrorCode, message: string }
    | { __typename: 'RateLimited', code: ErrorCode, message: string }
    | { __typename: 'StripeRefused', code: ErrorCode, message: string }
    | { __typename: 'StripeUnavailable', code: ErrorCode, message: string }
    | { __typename: 'UnsafeReturnAddress', code: ErrorCode, message: string }
   };

export type JourneyMakePledgeMutationVariables = Exact<{
  input: CreatePledgeInput;
}>;


export type JourneyMakePledgeMutation = { answer:
    | { __typename: 'CreatePledgePayload', pledge: { id: string, state: PledgeState, amount: { amount: number } } }
    | { __typename: 'IdempotencyConflict', code: ErrorCode, message: string }
    | { __typename: 'PaymentIntentNotFound', code: ErrorCode, message: string }
    | { __typename: 'RateLimited', code: ErrorCode, message: string }
    | { __typename: 'StripeRefused', code: ErrorCode, message: string }
    | { __typename: 'StripeUnavailable', code: ErrorCode, message: string }
   };

export type JourneyPromisePledgeMutationVariables = Exact<{
  input: CreatePledgeOnCompletionInput;
}>;


export type JourneyPromisePledgeMutation = { answer:
    | { __typename: 'BillingEmailMissing', code: ErrorCode, message: string }
    | { __typename: 'CreatePledgeOnCompletionPayload', pledge: { id: string, state: PledgeState } }
    | { __typename: 'IdempotencyConflict', code: ErrorCode, message: string }
    | { __typename: 'IssueNotFound', code: ErrorCode, message: string }
    | { __typename: 'NotAnOrganizationMember', code: ErrorCode, message: string }
    | { __typename: 'OrganizationNotFound', code: ErrorCode, message: string }
    | { __typename: 'PayerAmbiguous', code: ErrorCode, message: string }
    | { __typename: 'PledgeTooLarge', code: ErrorCode, message: string }
    | { __typename: 'PledgeTooSmall', code: ErrorCode, message: string }
    | { __typename: 'RateLimited', code: ErrorCode, message: string }
    | { __typename: 'SpendingLimitExceeded', code: ErrorCode, message: string }
   };

export type JourneyConfirmSolvedMutationVariables = Exact<{
  input: ConfirmIssueSolvedInput;
}>;


export type JourneyConfirmSolvedMutation = { answer:
    | { __typename: 'ConfirmIssueSolvedPayload', issue: { id: string, rewards: { nodes: Array<{ share: number }> } } }
    | { __typename: 'IdempotencyConflict', code: ErrorCode, message: string }
    | { __typename: 'IssueAlreadyConfirmed', code: ErrorCode, message: string }
    | { __typename: 'IssueNotFound', code: ErrorCode, message: string }
    | { __typename: 'NotAnOrganizationAdmin', code: ErrorCode, message: string }
    | { __typename: 'RateLimited', code: ErrorCode, message: string }
    | { __typename: 'SplitInvalid', code: ErrorCode, message: string }
   };

export type JourneyOpenAccountMutationVariables = Exact<{
  input: CreatePayoutAccountInput;
}>;


export type JourneyOpenAccountMutation = { answer:
    | { __typename: 'CreatePayoutAccountPayload', payoutAccount: { id: string, stripeId: string | null, status: PayoutAccountStatus } }
    | { __typename: 'IdempotencyConflict', code: ErrorCode, message: string }
    | { __typename: 'NotAnOrganizationAdmin', code: ErrorCode, message: string }
    | { __typename: 'OpenCollectiveNotEligible', code: ErrorCode, message: string }
    | { __typename: 'OpenCollectiveUnavailable', code: ErrorCode, message: string }
    | { __typename: 'OrganizationNotFound', code: ErrorCode, message: string }
    | { __typename: 'PayoutAccountExists', code: ErrorCode, message: string }
    | { __typename: 'PayoutAccountInputInvalid', code: ErrorCode, message: string }
    | { __typename: 'RateLimited', code: ErrorCode, message: string }
    | { __typename: 'StripeRefused', code: ErrorCode, message: string }
    | { __typename: 'StripeUnavailable', code: ErrorCode, message: string }
   };

export type JourneyLookUpAccountMutationVariables = Exact<{
  input: RefreshPayoutAccountInput;
}>;


export type JourneyLookUpAccountMutation = { answer:
    | { __typename: 'NotAnOrganizationAdmin', code: ErrorCode, message: string }
    | { __typename: 'OpenCollectiveUnavailable', code: ErrorCode, message: string }
    | { __typename: 'PayoutAccountNotFound', code: ErrorCode, message: string }
    | { __typename: 'RateLimited', code: ErrorCode, message: string }
    | { __typename: 'RefreshPayoutAccountPayload', payoutAccount: { status: PayoutAccountStatus, currency: string | null } }
    | { __typename: 'StripeRefused', code: ErrorCode, message: string }
    | { __typename: 'StripeUnavailable', code: ErrorCode, message: string }
   };

export type JourneyGiveBackMutationVariables = Exact<{
  input: RefundPledgeInput;
}>;


export type JourneyGiveBackMutation = { answer:
    | { __typename: 'IdempotencyConflict', code: ErrorCode, message: string }
    | { __typename: 'PledgeNotFound', code: ErrorCode, message: string }
    | { __typename: 'PledgeNotRefundable', code: ErrorCode, message: string }
    | { __typename: 'RefundPledgePayload', pledge: { id: string, state: PledgeState, refundedAt: string | null, amount: { amount: number } } }
    | { __typename: 'RefundTooLarge', code: ErrorCode, message: string }
    | { __typename: 'StripeRefused', code: ErrorCode, message: string }
    | { __typename: 'StripeUnavailable', code: ErrorCode, message: string }
   };

export type IssueBooksQueryVariables = Exact<{
  id: string | number;
}>;


export type IssueBooksQuery = { node:
    | { ledger: { held: { amount: number }, platformFees: { amount: number }, processorFees: { amount: number }, entries: { nodes: Array<{ kind: IssueLedgerEntryKind, amount: { amount: number }, platformFee: { amount: number }, processorFee: { amount: number } }> } } }
    | Record<PropertyKey, never>
   | null };

export type AccountBooksQueryVariables = Exact<{
  id: string | number;
}>;


export type AccountBooksQuery = { node:
    | { balance: { owed: { amount: number }, paidOut: { amount: number }, atProcessor: Array<{ amount: number, currency: string }> }, statement: { nodes: Array<{ kind: PayoutStatementKind, paidOutAt: string | null, amount: { amount: number }, accountAmount: { amount: number, currency: string } | null }> } }
    | Record<PropertyKey, never>
   | null };

export type PledgeNowQueryVariables = Exact<{
  id: string | number;
}>;


export type PledgeNowQuery = { node:
    | { state: PledgeState, refundedAt: string | null, amount: { amount: number } }
    | Record<PropertyKey, never>
   | null };

export type TrialBalanceQueryVariables = Exact<{ [key: string]: never; }>;


export type TrialBalanceQuery = { ledgerTrialBalance: { nodes: Array<{ kind: LedgerAccountKind, currency: string, debit: number, credit: number }> } };

export type CreatePayoutAccountMutationVariables = Exact<{
  input: CreatePayoutAccountInput;
}>;


export type CreatePayoutAccountMutation = { createPayoutAccount:
    | { __typename: 'CreatePayoutAccountPayload', payoutAccount: { id: string, type: PayoutAccountType, status: PayoutAccountStatus, stripeId: string | null, country: string | null, currency: string | null, openCollectiveSlug: string | null } }
    | { __typename: 'IdempotencyConflict', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'NotAnOrganizationAdmin', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'OpenCollectiveNotEligible', message: string, code: ErrorCode, path: Array<string> | null, reason: OpenCollectiveProblem }
    | { __typename: 'OpenCollectiveUnavailable', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'OrganizationNotFound', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'PayoutAccountExists', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'PayoutAccountInputInvalid', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'RateLimited', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'StripeRefused', message: string, code: ErrorCode, path: Array<string> | null }
    | { __typename: 'StripeUnavailable', message: string, code: ErrorCode, path: Array<string> | null }
   };

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
export const BalanceFragmentDoc = new TypedDocumentString(`
    fragment Balance on PayoutAccount {
  status
  balance {
    owed {
      amount
    }
    paidOut {
      amount
    }
    atProcessor {
      amount
      currency
    }
  }
  statement(first: 5) {
    nodes {
      postedAt
      kind
      amount {
        amount
      }
    }
  }
}
    `, {"fragmentName":"Balance"}) as unknown as TypedDocumentString<BalanceFragment, unknown>;
export const SwitchAutoEmbedDocument = new TypedDocumentString(`
    mutation SwitchAutoEmbed($input: UpdateBadgeSettingsInput!) {
  updateBadgeSettings(input: $input) {
    __typename
  }
}
    `) as unknown as TypedDocumentString<SwitchAutoEmbedMutation, SwitchAutoEmbedMutationVariables>;
export const RerenderDocument = new TypedDocumentString(`
    mutation Rerender($repositoryId: ID!) {
  updateRepositoryBadges(input: {repositoryId: $repositoryId}) {
    ... on UpdateRepositoryBadgesPayload {
      badgeRun {
        id
        action
        repository {
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RerenderMutation, RerenderMutationVariables>;
export const PaymentMethodsDocument = new TypedDocumentString(`
    query PaymentMethods {
  viewer {
    paymentMethods {
      totalCount
      nodes {
        stripeId
        brand
        last4
        expiryMonth
        expiryYear
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PaymentMethodsQuery, PaymentMethodsQueryVariables>;
export const DetachPaymentMethodDocument = new TypedDocumentString(`
    mutation DetachPaymentMethod($paymentMethodId: String!) {
  detachPaymentMethod(input: {paymentMethodId: $paymentMethodId}) {
    __typename
    ... on DetachPaymentMethodPayload {
      detachedPaymentMethodId
      viewer {
        paymentMethods {
          nodes {
            stripeId
          }
        }
      }
    }
    ... on Error {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<DetachPaymentMethodMutation, DetachPaymentMethodMutationVariables>;
export const CreateSetupIntentDocument = new TypedDocumentString(`
    mutation CreateSetupIntent($idempotencyKey: String) {
  createSetupIntent(input: {idempotencyKey: $idempotencyKey}) {
    __typename
    ... on CreateSetupIntentPayload {
      setupIntentId
      clientSecret
    }
  }
}
    `) as unknown as TypedDocumentString<CreateSetupIntentMutation, CreateSetupIntentMutationVariables>;
export const CreateCustomerPortalSessionDocument = new TypedDocumentString(`
    mutation CreateCustomerPortalSession($input: CreateCustomerPortalSessionInput!) {
  createCustomerPortalSession(input: $input) {
    __typename
    ... on CreateCustomerPortalSessionPayload {
      url
    }
    ... on Error {
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<CreateCustomerPortalSessionMutation, CreateCustomerPortalSessionMutationVariables>;
export const CreditDocument = new TypedDocumentString(`
    query Credit($login: String!) {
  organization(login: $login) {
    credit {
      amount
      currency
    }
  }
}
    `) as unknown as TypedDocumentString<CreditQuery, CreditQueryVariables>;
export const DeliveriesDocument = new TypedDocumentString(`
    query Deliveries($status: WebhookDeliveryStatus) {
  webhookDeliveries(status: $status, first: 10) {
    totalCount
    nodes {
      deliveryId
      event
      action
      status
      reason
    }
  }
}
    `) as unknown as TypedDocumentString<DeliveriesQuery, DeliveriesQueryVariables>;
export const WelcomeDocument = new TypedDocumentString(`
    query Welcome {
  organization(login: "acme") {
    id
    login
    name
    avatarUrl
    repositories(first: 3) {
      totalCount
      nodes {
        nameWithOwner
        description
        stargazerCount
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WelcomeQuery, WelcomeQueryVariables>;
export const OpenIssuesDocument = new TypedDocumentString(`
    query OpenIssues($organization: String, $first: Int!) {
  issues(
    organization: $organization
    states: [OPEN]
    orderBy: {field: POSITIVE_REACTIONS, direction: DESC}
    first: $first
  ) {
    totalCount
    nodes {
      number
      title
      labels {
        name
        color
      }
      pledgedAmount {
        amount
        currency
      }
      repository {
        nameWithOwner
      }
      organization {
        login
        avatarUrl
      }
    }
  }
}
    `) as unknown as TypedDocumentString<OpenIssuesQuery, OpenIssuesQueryVariables>;
export const OneIssueDocument = new TypedDocumentString(`
    query OneIssue($owner: String!, $repository: String!, $number: Int!) {
  issue(owner: $owner, repository: $repository, number: $number) {
    id
    number
    title
    body
    state
    url
    createdAt
    closedAt
    commentCount
    author {
      login
      avatarUrl
    }
    labels {
      name
      color
    }
    reactions {
      totalCount
      thumbsUp
      heart
    }
    pledgedAmount {
      amount
      currency
    }
    fundingGoal {
      amount
      currency
    }
    repository {
      nameWithOwner
    }
    organization {
      login
      name
    }
  }
}
    `) as unknown as TypedDocumentString<OneIssueQuery, OneIssueQueryVariables>;
export const NextPageDocument = new TypedDocumentString(`
    query NextPage($after: String) {
  issues(first: 2, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      cursor
      node {
        title
        repository {
          nameWithOwner
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NextPageQuery, NextPageQueryVariables>;
export const NodeByIdDocument = new TypedDocumentString(`
    query NodeById($id: ID!) {
  node(id: $id) {
    __typename
    id
    ... on Organization {
      login
      name
    }
    ... on Repository {
      nameWithOwner
    }
    ... on Issue {
      title
      state
    }
  }
}
    `) as unknown as TypedDocumentString<NodeByIdQuery, NodeByIdQueryVariables>;
export const SearchIssuesDocument = new TypedDocumentString(`
    query SearchIssues($query: String!) {
  issues(
    query: $query
    states: [OPEN]
    orderBy: {field: RELEVANCE, direction: DESC}
    first: 5
  ) {
    totalCount
    nodes {
      title
      fundingGoal {
        amount
        currency
      }
      repository {
        nameWithOwner
        visibility
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchIssuesQuery, SearchIssuesQueryVariables>;
export const ImportIssueDocument = new TypedDocumentString(`
    mutation ImportIssue($url: String!) {
  importIssue(input: {url: $url}) {
    __typename
    ... on ImportIssuePayload {
      issue {
        id
        title
        repository {
          nameWithOwner
        }
      }
    }
    ... on Error {
      message
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ImportIssueMutation, ImportIssueMutationVariables>;
export const UpdateOrganizationDocument = new TypedDocumentString(`
    mutation UpdateOrganization($input: UpdateOrganizationInput!) {
  updateOrganization(input: $input) {
    __typename
    ... on UpdateOrganizationPayload {
      organization {
        login
        pledgeMinimumAmount {
          amount
          currency
        }
        defaultUpfrontSplitToContributors
        billingEmail
      }
    }
    ... on Error {
      message
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateOrganizationMutation, UpdateOrganizationMutationVariables>;
export const BadgeSettingsDocument = new TypedDocumentString(`
    query BadgeSettings($organization: String!) {
  organization(login: $organization) {
    badgeSettings {
      repositories(first: 10) {
        nodes {
          repository {
            nameWithOwner
            url
          }
          label
          autoEmbed
          openIssueCount
          autoEmbeddedIssueCount
          labelEmbeddedIssueCount
          latestBadgeRun {
            action
            state
            progress
            changedCount
            failedCount
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BadgeSettingsQuery, BadgeSettingsQueryVariables>;
export const UpdateBadgeSettingsDocument = new TypedDocumentString(`
    mutation UpdateBadgeSettings($input: UpdateBadgeSettingsInput!) {
  updateBadgeSettings(input: $input) {
    __typename
    ... on UpdateBadgeSettingsPayload {
      organization {
        badgeSettings {
          showAmount
          minimumAmount {
            amount
            currency
          }
          repositories(first: 10) {
            nodes {
              repository {
                nameWithOwner
              }
              autoEmbed
              latestBadgeRun {
                action
                state
              }
            }
          }
        }
      }
    }
    ... on Error {
      message
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateBadgeSettingsMutation, UpdateBadgeSettingsMutationVariables>;
export const OpenPayoutAccountDocument = new TypedDocumentString(`
    mutation OpenPayoutAccount($input: CreatePayoutAccountInput!) {
  createPayoutAccount(input: $input) {
    __typename
    ... on CreatePayoutAccountPayload {
      onboardingUrl
      payoutAccount {
        id
        type
        status
        country
      }
    }
    ... on Error {
      message
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<OpenPayoutAccountMutation, OpenPayoutAccountMutationVariables>;
export const PledgeDocument = new TypedDocumentString(`
    mutation Pledge($input: CreatePledgePaymentIntentInput!) {
  createPledgePaymentIntent(input: $input) {
    __typename
    ... on CreatePledgePaymentIntentPayload {
      paymentIntentId
      clientSecret
      status
      amount {
        amount
        currency
      }
    }
    ... on StripeRefused {
      declineCode
    }
    ... on Error {
      message
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<PledgeMutation, PledgeMutationVariables>;
export const IssueFundingDocument = new TypedDocumentString(`
    query IssueFunding($owner: String!, $repository: String!, $number: Int!) {
  issue(owner: $owner, repository: $repository, number: $number) {
    title
    state
    url
    needsConfirmationSolved
    pledgesSummary {
      pledgeCount
      total {
        amount
        currency
      }
      backings(first: 20) {
        totalCount
        nodes {
          type
          backer {
            name
            login
          }
        }
      }
    }
    proposedSplit {
      share
      githubLogin
      organizationId
      reasons {
        text
        url
      }
    }
  }
}
    `) as unknown as TypedDocumentString<IssueFundingQuery, IssueFundingQueryVariables>;
export const ConfirmSolvedDocument = new TypedDocumentString(`
    mutation ConfirmSolved($input: ConfirmIssueSolvedInput!) {
  confirmIssueSolved(input: $input) {
    __typename
    ... on ConfirmIssueSolvedPayload {
      issue {
        rewards(first: 100) {
          nodes {
            share
            receiver {
              name
              login
            }
          }
        }
      }
    }
    ... on Error {
      message
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ConfirmSolvedMutation, ConfirmSolvedMutationVariables>;
export const MyRewardsDocument = new TypedDocumentString(`
    query MyRewards($first: Int!) {
  viewer {
    rewards(first: $first) {
      totalCount
      nodes {
        state
        blockedBy
        paidAt
        share
        amount {
          amount
          currency
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MyRewardsQuery, MyRewardsQueryVariables>;
export const BalancesDocument = new TypedDocumentString(`
    query Balances($login: String!) {
  organization(login: $login) {
    payoutAccount {
      ...Balance
    }
  }
  viewer {
    payoutAccount {
      ...Balance
    }
  }
}
    fragment Balance on PayoutAccount {
  status
  balance {
    owed {
      amount
    }
    paidOut {
      amount
    }
    atProcessor {
      amount
      currency
    }
  }
  statement(first: 5) {
    nodes {
      postedAt
      kind
      amount {
        amount
      }
    }
  }
}`) as unknown as TypedDocumentString<BalancesQuery, BalancesQueryVariables>;
export const IssueLedgerDocument = new TypedDocumentString(`
    query IssueLedger($owner: String!, $repository: String!, $number: Int!) {
  issue(owner: $owner, repository: $repository, number: $number) {
    title
    ledger {
      funded {
        amount
      }
      paidOut {
        amount
      }
      platformFees {
        amount
      }
      processorFees {
        amount
      }
      held {
        amount
      }
      entries(first: 20) {
        nodes {
          occurredAt
          kind
          amount {
            amount
          }
          platformFee {
            amount
          }
          backer {
            name
          }
          receiver {
            name
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<IssueLedgerQuery, IssueLedgerQueryVariables>;
export const IssueUpdatesDocument = new TypedDocumentString(`
    subscription IssueUpdates($organizationId: ID!) {
  issueUpdated(organizationId: $organizationId) {
    issueId
    issue {
      title
      state
      pledgedAmount {
        amount
        currency
      }
    }
  }
}
    `) as unknown as TypedDocumentString<IssueUpdatesSubscription, IssueUpdatesSubscriptionVariables>;
export const ImportByAddressDocument = new TypedDocumentString(`
    mutation ImportByAddress($url: String!) {
  importIssue(input: {url: $url}) {
    __typename
    ... on ImportIssuePayload {
      issue {
        id
        title
        url
        repository {
          nameWithOwner
          visibility
          organization {
            login
            isInstalled
            isPersonal
          }
        }
      }
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ImportByAddressMutation, ImportByAddressMutationVariables>;
export const IssueListDocument = new TypedDocumentString(`
    query IssueList($organization: String, $repository: String, $states: [IssueState!], $query: String, $hasPledgedAmount: Boolean, $hasPledgeBadge: Boolean, $milestone: Int, $orderBy: IssueOrder, $first: Int, $after: String, $last: Int, $before: String) {
  issues(
    organization: $organization
    repository: $repository
    states: $states
    query: $query
    hasPledgedAmount: $hasPledgedAmount
    hasPledgeBadge: $hasPledgeBadge
    milestone: $milestone
    orderBy: $orderBy
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    totalCount
    nodes {
      id
      title
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<IssueListQuery, IssueListQueryVariables>;
export const IssueByPlaceDocument = new TypedDocumentString(`
    query IssueByPlace($owner: String!, $repository: String!, $number: Int!) {
  issue(owner: $owner, repository: $repository, number: $number) {
    id
    number
    title
    state
    url
    fundingGoal {
      amount
      currency
    }
    pledgedAmount {
      amount
      currency
    }
    labels {
      name
      color
    }
    author {
      login
    }
    reactions {
      totalCount
      thumbsUp
    }
    repository {
      nameWithOwner
      url
    }
    organization {
      login
    }
  }
}
    `) as unknown as TypedDocumentString<IssueByPlaceQuery, IssueByPlaceQueryVariables>;
export const IssuePageDocument = new TypedDocumentString(`
    query IssuePage($organization: String, $repository: String, $states: [IssueState!], $orderBy: IssueOrder, $first: Int, $after: String, $last: Int, $before: String) {
  issues(
    organization: $organization
    repository: $repository
    states: $states
    orderBy: $orderBy
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    nodes {
      id
      number
      title
    }
    edges {
      cursor
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<IssuePageQuery, IssuePageQueryVariables>;
export const IssuesWithPlaceDocument = new TypedDocumentString(`
    query IssuesWithPlace($first: Int!) {
  issues(first: $first) {
    nodes {
      title
      repository {
        nameWithOwner
      }
      organization {
        login
        avatarUrl
      }
    }
  }
}
    `) as unknown as TypedDocumentString<IssuesWithPlaceQuery, IssuesWithPlaceQueryVariables>;
export const IssueCountDocument = new TypedDocumentString(`
    query IssueCount($organization: String, $states: [IssueState!]) {
  issues(organization: $organization, states: $states) {
    totalCount
  }
}
    `) as unknown as TypedDocumentString<IssueCountQuery, IssueCountQueryVariables>;
export const NestedIssuesDocument = new TypedDocumentString(`
    query NestedIssues($login: String!, $after: String) {
  organization(login: $login) {
    repositories(first: 2) {
      totalCount
      nodes {
        name
        issues(first: 2, after: $after) {
          totalCount
          nodes {
            number
          }
          pageInfo {
            endCursor
            hasNextPage
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NestedIssuesQuery, NestedIssuesQueryVariables>;
export const UpdateIssueDocument = new TypedDocumentString(`
    mutation UpdateIssue($input: UpdateIssueInput!) {
  updateIssue(input: $input) {
    __typename
    ... on UpdateIssuePayload {
      issue {
        fundingGoal {
          amount
          currency
        }
        upfrontSplitToContributors
      }
    }
    ... on Error {
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateIssueMutation, UpdateIssueMutationVariables>;
export const LedgerTransactionsDocument = new TypedDocumentString(`
    query LedgerTransactions($first: Int!, $after: String, $kind: LedgerTransactionKind) {
  ledgerTransactions(first: $first, after: $after, kind: $kind) {
    totalCount
    pageInfo {
      endCursor
    }
    nodes {
      kind
      payment {
        kind
      }
      entries {
        nodes {
          amount
          account {
            kind
            currency
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LedgerTransactionsQuery, LedgerTransactionsQueryVariables>;
export const LedgerTrialBalanceDocument = new TypedDocumentString(`
    query LedgerTrialBalance {
  ledgerTrialBalance {
    totalCount
    nodes {
      kind
      currency
      accountCount
      debit
      credit
    }
  }
}
    `) as unknown as TypedDocumentString<LedgerTrialBalanceQuery, LedgerTrialBalanceQueryVariables>;
export const RequestLinkDocument = new TypedDocumentString(`
    mutation RequestLink($email: String!, $returnTo: String) {
  requestMagicLink(input: {email: $email, returnTo: $returnTo}) {
    __typename
    ... on RequestMagicLinkPayload {
      email
    }
    ... on Error {
      message
      code
      path
    }
    ... on RateLimited {
      retryAfterSeconds
    }
  }
}
    `) as unknown as TypedDocumentString<RequestLinkMutation, RequestLinkMutationVariables>;
export const ChangeSettingsDocument = new TypedDocumentString(`
    mutation ChangeSettings($input: UpdateOrganizationInput!) {
  updateOrganization(input: $input) {
    __typename
    ... on UpdateOrganizationPayload {
      organization {
        pledgeMinimumAmount {
          amount
        }
        pledgeBadgeShowAmount
        defaultBadgeCustomContent
        defaultUpfrontSplitToContributors
        billingEmail
        totalMonthlySpendingLimit {
          amount
        }
        perUserMonthlySpendingLimit {
          amount
        }
        onboardedAt
      }
    }
    ... on Error {
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ChangeSettingsMutation, ChangeSettingsMutationVariables>;
export const OrganizationSearchDocument = new TypedDocumentString(`
    query OrganizationSearch($query: String, $first: Int) {
  organizations(query: $query, first: $first) {
    totalCount
    nodes {
      login
    }
  }
}
    `) as unknown as TypedDocumentString<OrganizationSearchQuery, OrganizationSearchQueryVariables>;
export const ViewerOrganizationsDocument = new TypedDocumentString(`
    query ViewerOrganizations($isAdmin: Boolean!) {
  viewer {
    organizations(isAdmin: $isAdmin) {
      totalCount
      nodes {
        login
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerOrganizationsQuery, ViewerOrganizationsQueryVariables>;
export const PrivateFieldsDocument = new TypedDocumentString(`
    query PrivateFields($owner: String!) {
  organization(login: $owner) {
    billingEmail
    onboardedAt
    totalMonthlySpendingLimit {
      amount
      currency
    }
    perUserMonthlySpendingLimit {
      amount
    }
  }
  issue(owner: $owner, repository: "rocket", number: 1) {
    repository {
      organization {
        billingEmail
        totalMonthlySpendingLimit {
          amount
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PrivateFieldsQuery, PrivateFieldsQueryVariables>;
export const OnboardingLinkDocument = new TypedDocumentString(`
    mutation OnboardingLink($id: ID!) {
  createPayoutAccountOnboardingLink(input: {payoutAccountId: $id}) {
    __typename
    ... on CreatePayoutAccountOnboardingLinkPayload {
      url
    }
    ... on Error {
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<OnboardingLinkMutation, OnboardingLinkMutationVariables>;
export const DashboardLinkDocument = new TypedDocumentString(`
    mutation DashboardLink($id: ID!) {
  createPayoutAccountDashboardLink(input: {payoutAccountId: $id}) {
    __typename
    ... on CreatePayoutAccountDashboardLinkPayload {
      url
    }
    ... on Error {
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<DashboardLinkMutation, DashboardLinkMutationVariables>;
export const RefreshPayoutAccountDocument = new TypedDocumentString(`
    mutation RefreshPayoutAccount($id: ID!) {
  refreshPayoutAccount(input: {payoutAccountId: $id}) {
    __typename
    ... on RefreshPayoutAccountPayload {
      payoutAccount {
        status
      }
    }
    ... on Error {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<RefreshPayoutAccountMutation, RefreshPayoutAccountMutationVariables>;
export const SeenDocument = new TypedDocumentString(`
    query Seen($id: ID!, $login: String!) {
  node(id: $id) {
    ... on PayoutAccount {
      status
      viewerCanAdminister
      user {
        login
      }
      organization {
        login
      }
    }
  }
  organization(login: $login) {
    payoutAccount {
      id
    }
  }
  viewer {
    payoutAccount {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<SeenQuery, SeenQueryVariables>;
export const AccountsDocument = new TypedDocumentString(`
    query Accounts($login: String!) {
  organization(login: $login) {
    payoutAccount {
      id
      status
      replacedAt
    }
    formerPayoutAccounts {
      totalCount
      nodes {
        id
        status
        replacedAt
        viewerCanAdminister
        balance {
          owed {
            amount
          }
        }
        statement {
          nodes {
            kind
            amount {
              amount
            }
          }
        }
      }
    }
  }
  viewer {
    payoutAccount {
      id
    }
    formerPayoutAccounts {
      totalCount
      nodes {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AccountsQuery, AccountsQueryVariables>;
export const StatementDocument = new TypedDocumentString(`
    query Statement($first: Int, $last: Int, $after: String, $before: String) {
  viewer {
    payoutAccount {
      balance {
        owed {
          amount
        }
        paidOut {
          amount
        }
        atProcessor {
          amount
          currency
        }
      }
      statement(first: $first, last: $last, after: $after, before: $before) {
        totalCount
        pageInfo {
          hasNextPage
          hasPreviousPage
          endCursor
          startCursor
        }
        nodes {
          id
          kind
          postedAt
          paidOutAt
          amount {
            amount
            currency
          }
          accountAmount {
            amount
            currency
          }
          issue {
            title
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<StatementQuery, StatementQueryVariables>;
export const UnsettledDocument = new TypedDocumentString(`
    query Unsettled($awaits: LedgerTransactionAwaits!) {
  ledgerTransactions(awaits: $awaits, first: 100) {
    nodes {
      id
      payoutAccountId
    }
  }
}
    `) as unknown as TypedDocumentString<UnsettledQuery, UnsettledQueryVariables>;
export const WriteOffDocument = new TypedDocumentString(`
    mutation WriteOff($input: WriteOffTransferReversalInput!) {
  writeOffTransferReversal(input: $input) {
    __typename
    ... on WriteOffTransferReversalPayload {
      transaction {
        id
        kind
        note
      }
    }
    ... on Error {
      message
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<WriteOffMutation, WriteOffMutationVariables>;
export const RecordPayoutDocument = new TypedDocumentString(`
    mutation RecordPayout($input: RecordOpenCollectivePayoutInput!) {
  recordOpenCollectivePayout(input: $input) {
    __typename
    ... on RecordOpenCollectivePayoutPayload {
      transaction {
        id
        kind
      }
    }
    ... on Error {
      message
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RecordPayoutMutation, RecordPayoutMutationVariables>;
export const RepositoryByNameDocument = new TypedDocumentString(`
    query RepositoryByName($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    nameWithOwner
    visibility
    description
    stargazerCount
    license
    homepageUrl
    organization {
      login
    }
  }
}
    `) as unknown as TypedDocumentString<RepositoryByNameQuery, RepositoryByNameQueryVariables>;
export const RepositorySearchDocument = new TypedDocumentString(`
    query RepositorySearch($owner: String, $query: String) {
  repositories(owner: $owner, query: $query) {
    totalCount
    nodes {
      name
      organization {
        login
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RepositorySearchQuery, RepositorySearchQueryVariables>;
export const SessionsDocument = new TypedDocumentString(`
    query Sessions {
  viewer {
    login
    sessions {
      totalCount
      nodes {
        id
        isCurrent
        userAgent
        expiresAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SessionsQuery, SessionsQueryVariables>;
export const RevokeSessionDocument = new TypedDocumentString(`
    mutation RevokeSession($sessionId: ID!) {
  revokeSession(input: {sessionId: $sessionId}) {
    __typename
    ... on RevokeSessionPayload {
      revokedSessionId
    }
    ... on Error {
      message
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeSessionMutation, RevokeSessionMutationVariables>;
export const SignOutEverywhereDocument = new TypedDocumentString(`
    mutation SignOutEverywhere($keepCurrent: Boolean!) {
  signOutEverywhere(input: {keepCurrent: $keepCurrent}) {
    ... on SignOutEverywherePayload {
      revokedCount
    }
  }
}
    `) as unknown as TypedDocumentString<SignOutEverywhereMutation, SignOutEverywhereMutationVariables>;
export const CreateTokenDocument = new TypedDocumentString(`
    mutation CreateToken($input: CreatePersonalAccessTokenInput!) {
  createPersonalAccessToken(input: $input) {
    __typename
    ... on CreatePersonalAccessTokenPayload {
      token
      personalAccessToken {
        id
        name
        scopes
        tokenHint
        expiresAt
        lastUsedAt
      }
    }
    ... on Error {
      message
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<CreateTokenMutation, CreateTokenMutationVariables>;
export const TokensDocument = new TypedDocumentString(`
    query Tokens {
  viewer {
    personalAccessTokens {
      totalCount
      nodes {
        id
        name
        lastUsedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TokensQuery, TokensQueryVariables>;
export const RenameTokenDocument = new TypedDocumentString(`
    mutation RenameToken($tokenId: ID!, $name: String!) {
  renamePersonalAccessToken(input: {tokenId: $tokenId, name: $name}) {
    ... on RenamePersonalAccessTokenPayload {
      personalAccessToken {
        name
      }
    }
    ... on Error {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<RenameTokenMutation, RenameTokenMutationVariables>;
export const RevokeTokenDocument = new TypedDocumentString(`
    mutation RevokeToken($tokenId: ID!) {
  revokePersonalAccessToken(input: {tokenId: $tokenId}) {
    ... on RevokePersonalAccessTokenPayload {
      revokedTokenId
    }
    ... on Error {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeTokenMutation, RevokeTokenMutationVariables>;
export const MeDocument = new TypedDocumentString(`
    query Me {
  viewer {
    login
    email
  }
}
    `) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const AccountDocument = new TypedDocumentString(`
    query Account {
  viewer {
    login
    email
    isStaff
    emailPromotionsAndEvents
    emailNewslettersAndChangelogs
    oauthAccounts {
      accountLogin
    }
    user {
      id
      login
    }
    memberships {
      nodes {
        organization {
          login
        }
        isAdmin
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AccountQuery, AccountQueryVariables>;
export const UpdatePreferencesDocument = new TypedDocumentString(`
    mutation UpdatePreferences($input: UpdatePreferencesInput!) {
  updatePreferences(input: $input) {
    ... on UpdatePreferencesPayload {
      viewer {
        emailPromotionsAndEvents
        emailNewslettersAndChangelogs
      }
    }
  }
}
    `) as unknown as TypedDocumentString<UpdatePreferencesMutation, UpdatePreferencesMutationVariables>;
export const DeleteAccountDocument = new TypedDocumentString(`
    mutation DeleteAccount($confirmEmail: String!) {
  deleteAccount(input: {confirmEmail: $confirmEmail}) {
    ... on DeleteAccountPayload {
      deletedAt
    }
    ... on ConfirmationMismatch {
      code
      path
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteAccountMutation, DeleteAccountMutationVariables>;
export const UserByLoginDocument = new TypedDocumentString(`
    query UserByLogin($login: String!) {
  user(login: $login) {
    login
    name
  }
}
    `) as unknown as TypedDocumentString<UserByLoginQuery, UserByLoginQueryVariables>;
export const JourneyBeginPledgeDocument = new TypedDocumentString(`
    mutation JourneyBeginPledge($input: CreatePledgePaymentIntentInput!) {
  answer: createPledgePaymentIntent(input: $input) {
    __typename
    ... on CreatePledgePaymentIntentPayload {
      paymentIntentId
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<JourneyBeginPledgeMutation, JourneyBeginPledgeMutationVariables>;
export const JourneyPayPledgeDocument = new TypedDocumentString(`
    mutation JourneyPayPledge($input: PayPledgePaymentIntentInput!) {
  answer: payPledgePaymentIntent(input: $input) {
    __typename
    ... on PayPledgePaymentIntentPayload {
      paymentIntentId
      status
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<JourneyPayPledgeMutation, JourneyPayPledgeMutationVariables>;
export const JourneyMakePledgeDocument = new TypedDocumentString(`
    mutation JourneyMakePledge($input: CreatePledgeInput!) {
  answer: createPledge(input: $input) {
    __typename
    ... on CreatePledgePayload {
      pledge {
        id
        state
        amount {
          amount
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<JourneyMakePledgeMutation, JourneyMakePledgeMutationVariables>;
export const JourneyPromisePledgeDocument = new TypedDocumentString(`
    mutation JourneyPromisePledge($input: CreatePledgeOnCompletionInput!) {
  answer: createPledgeOnCompletion(input: $input) {
    __typename
    ... on CreatePledgeOnCompletionPayload {
      pledge {
        id
        state
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<JourneyPromisePledgeMutation, JourneyPromisePledgeMutationVariables>;
export const JourneyConfirmSolvedDocument = new TypedDocumentString(`
    mutation JourneyConfirmSolved($input: ConfirmIssueSolvedInput!) {
  answer: confirmIssueSolved(input: $input) {
    __typename
    ... on ConfirmIssueSolvedPayload {
      issue {
        id
        rewards {
          nodes {
            share
          }
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<JourneyConfirmSolvedMutation, JourneyConfirmSolvedMutationVariables>;
export const JourneyOpenAccountDocument = new TypedDocumentString(`
    mutation JourneyOpenAccount($input: CreatePayoutAccountInput!) {
  answer: createPayoutAccount(input: $input) {
    __typename
    ... on CreatePayoutAccountPayload {
      payoutAccount {
        id
        stripeId
        status
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<JourneyOpenAccountMutation, JourneyOpenAccountMutationVariables>;
export const JourneyLookUpAccountDocument = new TypedDocumentString(`
    mutation JourneyLookUpAccount($input: RefreshPayoutAccountInput!) {
  answer: refreshPayoutAccount(input: $input) {
    __typename
    ... on RefreshPayoutAccountPayload {
      payoutAccount {
        status
        currency
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<JourneyLookUpAccountMutation, JourneyLookUpAccountMutationVariables>;
export const JourneyGiveBackDocument = new TypedDocumentString(`
    mutation JourneyGiveBack($input: RefundPledgeInput!) {
  answer: refundPledge(input: $input) {
    __typename
    ... on RefundPledgePayload {
      pledge {
        id
        state
        amount {
          amount
        }
        refundedAt
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<JourneyGiveBackMutation, JourneyGiveBackMutationVariables>;
export const IssueBooksDocument = new TypedDocumentString(`
    query IssueBooks($id: ID!) {
  node(id: $id) {
    ... on Issue {
      ledger {
        held {
          amount
        }
        platformFees {
          amount
        }
        processorFees {
          amount
        }
        entries(first: 50) {
          nodes {
            kind
            amount {
              amount
            }
            platformFee {
              amount
            }
            processorFee {
              amount
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<IssueBooksQuery, IssueBooksQueryVariables>;
export const AccountBooksDocument = new TypedDocumentString(`
    query AccountBooks($id: ID!) {
  node(id: $id) {
    ... on PayoutAccount {
      balance {
        owed {
          amount
        }
        paidOut {
          amount
        }
        atProcessor {
          amount
          currency
        }
      }
      statement(first: 50) {
        nodes {
          kind
          amount {
            amount
          }
          accountAmount {
            amount
            currency
          }
          paidOutAt
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AccountBooksQuery, AccountBooksQueryVariables>;
export const PledgeNowDocument = new TypedDocumentString(`
    query PledgeNow($id: ID!) {
  node(id: $id) {
    ... on Pledge {
      state
      amount {
        amount
      }
      refundedAt
    }
  }
}
    `) as unknown as TypedDocumentString<PledgeNowQuery, PledgeNowQueryVariables>;
export const TrialBalanceDocument = new TypedDocumentString(`
    query TrialBalance {
  ledgerTrialBalance(first: 100) {
    nodes {
      kind
      currency
      debit
      credit
    }
  }
}
    `) as unknown as TypedDocumentString<TrialBalanceQuery, TrialBalanceQueryVariables>;
export const CreatePayoutAccountDocument = new TypedDocumentString(`
    mutation CreatePayoutAccount($input: CreatePayoutAccountInput!) {
  createPayoutAccount(input: $input) {
    __typename
    ... on CreatePayoutAccountPayload {
      payoutAccount {
        id
        type
        status
        stripeId
        country
        currency
        openCollectiveSlug
      }
    }
    ... on Error {
      message
      code
      path
    }
    ... on OpenCollectiveNotEligible {
      reason
    }
  }
}
    `) as unknown as TypedDocumentString<CreatePayoutAccountMutation, CreatePayoutAccountMutationVariables>;