/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation SwitchAutoEmbed($input: UpdateBadgeSettingsInput!) {\n    updateBadgeSettings(input: $input) {\n      __typename\n    }\n  }\n": typeof types.SwitchAutoEmbedDocument,
    "\n      mutation Rerender($repositoryId: ID!) {\n        updateRepositoryBadges(input: { repositoryId: $repositoryId }) {\n          ... on UpdateRepositoryBadgesPayload {\n            badgeRun {\n              id\n              action\n              repository {\n                name\n              }\n            }\n          }\n        }\n      }\n    ": typeof types.RerenderDocument,
    "\n  query PaymentMethods {\n    viewer { paymentMethods { totalCount nodes { stripeId brand last4 expiryMonth expiryYear } } }\n  }\n": typeof types.PaymentMethodsDocument,
    "\n  mutation DetachPaymentMethod($paymentMethodId: String!) {\n    detachPaymentMethod(input: { paymentMethodId: $paymentMethodId }) {\n      __typename\n      ... on DetachPaymentMethodPayload {\n        detachedPaymentMethodId\n        viewer { paymentMethods { nodes { stripeId } } }\n      }\n      ... on Error { code }\n    }\n  }\n": typeof types.DetachPaymentMethodDocument,
    "\n  mutation CreateSetupIntent($idempotencyKey: String) {\n    createSetupIntent(input: { idempotencyKey: $idempotencyKey }) {\n      __typename\n      ... on CreateSetupIntentPayload { setupIntentId clientSecret }\n    }\n  }\n": typeof types.CreateSetupIntentDocument,
    "\n  mutation CreateCustomerPortalSession($input: CreateCustomerPortalSessionInput!) {\n    createCustomerPortalSession(input: $input) {\n      __typename\n      ... on CreateCustomerPortalSessionPayload { url }\n      ... on Error { code path }\n    }\n  }\n": typeof types.CreateCustomerPortalSessionDocument,
    "\n  query Credit($login: String!) {\n    organization(login: $login) { credit { amount currency } }\n  }\n": typeof types.CreditDocument,
    "\n  query Deliveries($status: WebhookDeliveryStatus) {\n    webhookDeliveries(status: $status, first: 10) {\n      totalCount\n      nodes { deliveryId event action status reason }\n    }\n  }\n": typeof types.DeliveriesDocument,
    "query Welcome {\n  organization(login: \"acme\") {\n    id\n    login\n    name\n    avatarUrl\n    repositories(first: 3) {\n      totalCount\n      nodes {\n        nameWithOwner\n        description\n        stargazerCount\n      }\n    }\n  }\n}": typeof types.WelcomeDocument,
    "query OpenIssues($organization: String, $first: Int!) {\n  issues(\n    organization: $organization\n    states: [OPEN]\n    orderBy: {field: POSITIVE_REACTIONS, direction: DESC}\n    first: $first\n  ) {\n    totalCount\n    nodes {\n      number\n      title\n      labels {\n        name\n        color\n      }\n      pledgedAmount {\n        amount\n        currency\n      }\n      repository {\n        nameWithOwner\n      }\n      organization {\n        login\n        avatarUrl\n      }\n    }\n  }\n}": typeof types.OpenIssuesDocument,
    "query OneIssue($owner: String!, $repository: String!, $number: Int!) {\n  issue(owner: $owner, repository: $repository, number: $number) {\n    id\n    number\n    title\n    body\n    state\n    url\n    createdAt\n    closedAt\n    commentCount\n    author {\n      login\n      avatarUrl\n    }\n    labels {\n      name\n      color\n    }\n    reactions {\n      totalCount\n      thumbsUp\n      heart\n    }\n    pledgedAmount {\n      amount\n      currency\n    }\n    fundingGoal {\n      amount\n      currency\n    }\n    repository {\n      nameWithOwner\n    }\n    organization {\n      login\n      name\n    }\n  }\n}": typeof types.OneIssueDocument,
    "query NextPage($after: String) {\n  issues(first: 2, after: $after) {\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        title\n        repository {\n          nameWithOwner\n        }\n      }\n    }\n  }\n}": typeof types.NextPageDocument,
    "query NodeById($id: ID!) {\n  node(id: $id) {\n    __typename\n    id\n    ... on Organization {\n      login\n      name\n    }\n    ... on Repository {\n      nameWithOwner\n    }\n    ... on Issue {\n      title\n      state\n    }\n  }\n}": typeof types.NodeByIdDocument,
    "query SearchIssues($query: String!) {\n  issues(\n    query: $query\n    states: [OPEN]\n    orderBy: {field: RELEVANCE, direction: DESC}\n    first: 5\n  ) {\n    totalCount\n    nodes {\n      title\n      fundingGoal {\n        amount\n        currency\n      }\n      repository {\n        nameWithOwner\n        visibility\n      }\n    }\n  }\n}": typeof types.SearchIssuesDocument,
    "mutation ImportIssue($url: String!) {\n  importIssue(input: {url: $url}) {\n    __typename\n    ... on ImportIssuePayload {\n      issue {\n        id\n        title\n        repository {\n          nameWithOwner\n        }\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}": typeof types.ImportIssueDocument,
    "mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n  updateOrganization(input: $input) {\n    __typename\n    ... on UpdateOrganizationPayload {\n      organization {\n        login\n        pledgeMinimumAmount {\n          amount\n          currency\n        }\n        defaultUpfrontSplitToContributors\n        billingEmail\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}": typeof types.UpdateOrganizationDocument,
    "query BadgeSettings($organization: String!) {\n  organization(login: $organization) {\n    badgeSettings {\n      repositories(first: 10) {\n        nodes {\n          repository {\n            nameWithOwner\n            url\n          }\n          label\n          autoEmbed\n          openIssueCount\n          autoEmbeddedIssueCount\n          labelEmbeddedIssueCount\n          latestBadgeRun {\n            action\n            state\n            progress\n            changedCount\n            failedCount\n          }\n        }\n      }\n    }\n  }\n}": typeof types.BadgeSettingsDocument,
    "mutation UpdateBadgeSettings($input: UpdateBadgeSettingsInput!) {\n  updateBadgeSettings(input: $input) {\n    __typename\n    ... on UpdateBadgeSettingsPayload {\n      organization {\n        badgeSettings {\n          showAmount\n          minimumAmount {\n            amount\n            currency\n          }\n          repositories(first: 10) {\n            nodes {\n              repository {\n                nameWithOwner\n              }\n              autoEmbed\n              latestBadgeRun {\n                action\n                state\n              }\n            }\n          }\n        }\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}": typeof types.UpdateBadgeSettingsDocument,
    "mutation OpenPayoutAccount($input: CreatePayoutAccountInput!) {\n  createPayoutAccount(input: $input) {\n    __typename\n    ... on CreatePayoutAccountPayload {\n      onboardingUrl\n      payoutAccount {\n        id\n        type\n        status\n        country\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}": typeof types.OpenPayoutAccountDocument,
    "mutation Pledge($input: CreatePledgePaymentIntentInput!) {\n  createPledgePaymentIntent(input: $input) {\n    __typename\n    ... on CreatePledgePaymentIntentPayload {\n      paymentIntentId\n      clientSecret\n      status\n      amount {\n        amount\n        currency\n      }\n    }\n    ... on StripeRefused {\n      declineCode\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}": typeof types.PledgeDocument,
    "query IssueFunding($owner: String!, $repository: String!, $number: Int!) {\n  issue(owner: $owner, repository: $repository, number: $number) {\n    title\n    state\n    url\n    needsConfirmationSolved\n    pledgesSummary {\n      pledgeCount\n      total {\n        amount\n        currency\n      }\n      backings(first: 20) {\n        totalCount\n        nodes {\n          type\n          backer {\n            name\n            login\n          }\n        }\n      }\n    }\n    proposedSplit {\n      share\n      githubLogin\n      organizationId\n      reasons {\n        text\n        url\n      }\n    }\n  }\n}": typeof types.IssueFundingDocument,
    "mutation ConfirmSolved($input: ConfirmIssueSolvedInput!) {\n  confirmIssueSolved(input: $input) {\n    __typename\n    ... on ConfirmIssueSolvedPayload {\n      issue {\n        rewards(first: 100) {\n          nodes {\n            share\n            receiver {\n              name\n              login\n            }\n          }\n        }\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}": typeof types.ConfirmSolvedDocument,
    "query MyRewards($first: Int!) {\n  viewer {\n    rewards(first: $first) {\n      totalCount\n      nodes {\n        state\n        blockedBy\n        paidAt\n        share\n        amount {\n          amount\n          currency\n        }\n      }\n    }\n  }\n}": typeof types.MyRewardsDocument,
    "query Balances($login: String!) {\n  organization(login: $login) {\n    payoutAccount {\n      ...Balance\n    }\n  }\n  viewer {\n    payoutAccount {\n      ...Balance\n    }\n  }\n}\n\nfragment Balance on PayoutAccount {\n  status\n  balance {\n    owed {\n      amount\n    }\n    paidOut {\n      amount\n    }\n    atProcessor {\n      amount\n      currency\n    }\n  }\n  statement(first: 5) {\n    nodes {\n      postedAt\n      kind\n      amount {\n        amount\n      }\n    }\n  }\n}": typeof types.BalancesDocument,
    "query IssueLedger($owner: String!, $repository: String!, $number: Int!) {\n  issue(owner: $owner, repository: $repository, number: $number) {\n    title\n    ledger {\n      funded {\n        amount\n      }\n      paidOut {\n        amount\n      }\n      platformFees {\n        amount\n      }\n      processorFees {\n        amount\n      }\n      held {\n        amount\n      }\n      entries(first: 20) {\n        nodes {\n          occurredAt\n          kind\n          amount {\n            amount\n          }\n          platformFee {\n            amount\n          }\n          backer {\n            name\n          }\n          receiver {\n            name\n          }\n        }\n      }\n    }\n  }\n}": typeof types.IssueLedgerDocument,
    "subscription IssueUpdates($organizationId: ID!) {\n  issueUpdated(organizationId: $organizationId) {\n    issueId\n    issue {\n      title\n      state\n      pledgedAmount {\n        amount\n        currency\n      }\n    }\n  }\n}": typeof types.IssueUpdatesDocument,
    "\n  mutation ImportByAddress($url: String!) {\n    importIssue(input: { url: $url }) {\n      __typename\n      ... on ImportIssuePayload {\n        issue {\n          id\n          title\n          url\n          repository { nameWithOwner visibility organization { login isInstalled isPersonal } }\n        }\n      }\n      ... on Error { code message path }\n    }\n  }\n": typeof types.ImportByAddressDocument,
    "\n  query IssueList(\n    $organization: String\n    $repository: String\n    $states: [IssueState!]\n    $query: String\n    $hasPledgedAmount: Boolean\n    $hasPledgeBadge: Boolean\n    $milestone: Int\n    $orderBy: IssueOrder\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    issues(\n      organization: $organization\n      repository: $repository\n      states: $states\n      query: $query\n      hasPledgedAmount: $hasPledgedAmount\n      hasPledgeBadge: $hasPledgeBadge\n      milestone: $milestone\n      orderBy: $orderBy\n      first: $first\n      after: $after\n      last: $last\n      before: $before\n    ) {\n      totalCount\n      nodes { id title }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": typeof types.IssueListDocument,
    "\n  query IssueByPlace($owner: String!, $repository: String!, $number: Int!) {\n    issue(owner: $owner, repository: $repository, number: $number) {\n      id\n      number\n      title\n      state\n      url\n      fundingGoal { amount currency }\n      pledgedAmount { amount currency }\n      labels { name color }\n      author { login }\n      reactions { totalCount thumbsUp }\n      repository { nameWithOwner url }\n      organization { login }\n    }\n  }\n": typeof types.IssueByPlaceDocument,
    "\n  query IssuePage(\n    $organization: String\n    $repository: String\n    $states: [IssueState!]\n    $orderBy: IssueOrder\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    issues(\n      organization: $organization\n      repository: $repository\n      states: $states\n      orderBy: $orderBy\n      first: $first\n      after: $after\n      last: $last\n      before: $before\n    ) {\n      nodes { id number title }\n      edges { cursor }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": typeof types.IssuePageDocument,
    "\n  query IssuesWithPlace($first: Int!) {\n    issues(first: $first) {\n      nodes { title repository { nameWithOwner } organization { login avatarUrl } }\n    }\n  }\n": typeof types.IssuesWithPlaceDocument,
    "\n  query IssueCount($organization: String, $states: [IssueState!]) {\n    issues(organization: $organization, states: $states) { totalCount }\n  }\n": typeof types.IssueCountDocument,
    "\n  query NestedIssues($login: String!, $after: String) {\n    organization(login: $login) {\n      repositories(first: 2) {\n        totalCount\n        nodes {\n          name\n          issues(first: 2, after: $after) {\n            totalCount\n            nodes { number }\n            pageInfo { endCursor hasNextPage }\n          }\n        }\n      }\n    }\n  }\n": typeof types.NestedIssuesDocument,
    "\n  mutation UpdateIssue($input: UpdateIssueInput!) {\n    updateIssue(input: $input) {\n      __typename\n      ... on UpdateIssuePayload {\n        issue { fundingGoal { amount currency } upfrontSplitToContributors }\n      }\n      ... on Error { code path }\n    }\n  }\n": typeof types.UpdateIssueDocument,
    "\n  query LedgerTransactions($first: Int!, $after: String, $kind: LedgerTransactionKind) {\n    ledgerTransactions(first: $first, after: $after, kind: $kind) {\n      totalCount\n      pageInfo { endCursor }\n      nodes {\n        kind\n        payment { kind }\n        entries { nodes { amount account { kind currency } } }\n      }\n    }\n  }\n": typeof types.LedgerTransactionsDocument,
    "\n  query LedgerTrialBalance {\n    ledgerTrialBalance { totalCount nodes { kind currency accountCount debit credit } }\n  }\n": typeof types.LedgerTrialBalanceDocument,
    "\n  mutation RequestLink($email: String!, $returnTo: String) {\n    requestMagicLink(input: { email: $email, returnTo: $returnTo }) {\n      __typename\n      ... on RequestMagicLinkPayload { email }\n      ... on Error { message code path }\n      ... on RateLimited { retryAfterSeconds }\n    }\n  }\n": typeof types.RequestLinkDocument,
    "\n  mutation ChangeSettings($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      __typename\n      ... on UpdateOrganizationPayload {\n        organization {\n          pledgeMinimumAmount { amount }\n          pledgeBadgeShowAmount\n          defaultBadgeCustomContent\n          defaultUpfrontSplitToContributors\n          billingEmail\n          totalMonthlySpendingLimit { amount }\n          perUserMonthlySpendingLimit { amount }\n          onboardedAt\n        }\n      }\n      ... on Error { code path }\n    }\n  }\n": typeof types.ChangeSettingsDocument,
    "\n  query OrganizationSearch($query: String, $first: Int) {\n    organizations(query: $query, first: $first) { totalCount nodes { login } }\n  }\n": typeof types.OrganizationSearchDocument,
    "\n  query ViewerOrganizations($isAdmin: Boolean!) {\n    viewer { organizations(isAdmin: $isAdmin) { totalCount nodes { login } } }\n  }\n": typeof types.ViewerOrganizationsDocument,
    "\n  query PrivateFields($owner: String!) {\n    organization(login: $owner) {\n      billingEmail\n      onboardedAt\n      totalMonthlySpendingLimit { amount currency }\n      perUserMonthlySpendingLimit { amount }\n    }\n    issue(owner: $owner, repository: \"rocket\", number: 1) {\n      repository { organization { billingEmail totalMonthlySpendingLimit { amount } } }\n    }\n  }\n": typeof types.PrivateFieldsDocument,
    "\n  mutation OnboardingLink($id: ID!) {\n    createPayoutAccountOnboardingLink(input: { payoutAccountId: $id }) {\n      __typename\n      ... on CreatePayoutAccountOnboardingLinkPayload { url }\n      ... on Error { message code }\n    }\n  }\n": typeof types.OnboardingLinkDocument,
    "\n  mutation DashboardLink($id: ID!) {\n    createPayoutAccountDashboardLink(input: { payoutAccountId: $id }) {\n      __typename\n      ... on CreatePayoutAccountDashboardLinkPayload { url }\n      ... on Error { message code }\n    }\n  }\n": typeof types.DashboardLinkDocument,
    "\n  mutation RefreshPayoutAccount($id: ID!) {\n    refreshPayoutAccount(input: { payoutAccountId: $id }) {\n      __typename\n      ... on RefreshPayoutAccountPayload { payoutAccount { status } }\n      ... on Error { code }\n    }\n  }\n": typeof types.RefreshPayoutAccountDocument,
    "\n  query Seen($id: ID!, $login: String!) {\n    node(id: $id) {\n      ... on PayoutAccount {\n        status\n        viewerCanAdminister\n        user { login }\n        organization { login }\n      }\n    }\n    organization(login: $login) { payoutAccount { id } }\n    viewer { payoutAccount { id } }\n  }\n": typeof types.SeenDocument,
    "\n  query Accounts($login: String!) {\n    organization(login: $login) {\n      payoutAccount { id status replacedAt }\n      formerPayoutAccounts {\n        totalCount\n        nodes {\n          id\n          status\n          replacedAt\n          viewerCanAdminister\n          balance { owed { amount } }\n          statement { nodes { kind amount { amount } } }\n        }\n      }\n    }\n    viewer { payoutAccount { id } formerPayoutAccounts { totalCount nodes { id } } }\n  }\n": typeof types.AccountsDocument,
    "\n  query Statement($first: Int, $last: Int, $after: String, $before: String) {\n    viewer {\n      payoutAccount {\n        balance {\n          owed { amount }\n          paidOut { amount }\n          atProcessor { amount currency }\n        }\n        statement(first: $first, last: $last, after: $after, before: $before) {\n          totalCount\n          pageInfo { hasNextPage hasPreviousPage endCursor startCursor }\n          nodes {\n            id\n            kind\n            postedAt\n            paidOutAt\n            amount { amount currency }\n            accountAmount { amount currency }\n            issue { title }\n          }\n        }\n      }\n    }\n  }\n": typeof types.StatementDocument,
    "\n  query Unsettled($awaits: LedgerTransactionAwaits!) {\n    ledgerTransactions(awaits: $awaits, first: 100) {\n      nodes { id payoutAccountId }\n    }\n  }\n": typeof types.UnsettledDocument,
    "\n  mutation WriteOff($input: WriteOffTransferReversalInput!) {\n    writeOffTransferReversal(input: $input) {\n      __typename\n      ... on WriteOffTransferReversalPayload { transaction { id kind note } }\n      ... on Error { message code path }\n    }\n  }\n": typeof types.WriteOffDocument,
    "\n  mutation RecordPayout($input: RecordOpenCollectivePayoutInput!) {\n    recordOpenCollectivePayout(input: $input) {\n      __typename\n      ... on RecordOpenCollectivePayoutPayload { transaction { id kind } }\n      ... on Error { message code path }\n    }\n  }\n": typeof types.RecordPayoutDocument,
    "\n  query RepositoryByName($owner: String!, $name: String!) {\n    repository(owner: $owner, name: $name) {\n      nameWithOwner\n      visibility\n      description\n      stargazerCount\n      license\n      homepageUrl\n      organization { login }\n    }\n  }\n": typeof types.RepositoryByNameDocument,
    "\n  query RepositorySearch($owner: String, $query: String) {\n    repositories(owner: $owner, query: $query) {\n      totalCount\n      nodes { name organization { login } }\n    }\n  }\n": typeof types.RepositorySearchDocument,
    "\n  query Sessions {\n    viewer {\n      login\n      sessions {\n        totalCount\n        nodes { id isCurrent userAgent expiresAt }\n      }\n    }\n  }\n": typeof types.SessionsDocument,
    "\n  mutation RevokeSession($sessionId: ID!) {\n    revokeSession(input: { sessionId: $sessionId }) {\n      __typename\n      ... on RevokeSessionPayload { revokedSessionId }\n      ... on Error { message code path }\n    }\n  }\n": typeof types.RevokeSessionDocument,
    "\n  mutation SignOutEverywhere($keepCurrent: Boolean!) {\n    signOutEverywhere(input: { keepCurrent: $keepCurrent }) {\n      ... on SignOutEverywherePayload { revokedCount }\n    }\n  }\n": typeof types.SignOutEverywhereDocument,
    "\n  mutation CreateToken($input: CreatePersonalAccessTokenInput!) {\n    createPersonalAccessToken(input: $input) {\n      __typename\n      ... on CreatePersonalAccessTokenPayload {\n        token\n        personalAccessToken { id name scopes tokenHint expiresAt lastUsedAt }\n      }\n      ... on Error { message code path }\n    }\n  }\n": typeof types.CreateTokenDocument,
    "\n  query Tokens {\n    viewer {\n      personalAccessTokens { totalCount nodes { id name lastUsedAt } }\n    }\n  }\n": typeof types.TokensDocument,
    "\n  mutation RenameToken($tokenId: ID!, $name: String!) {\n    renamePersonalAccessToken(input: { tokenId: $tokenId, name: $name }) {\n      ... on RenamePersonalAccessTokenPayload { personalAccessToken { name } }\n      ... on Error { code }\n    }\n  }\n": typeof types.RenameTokenDocument,
    "\n  mutation RevokeToken($tokenId: ID!) {\n    revokePersonalAccessToken(input: { tokenId: $tokenId }) {\n      ... on RevokePersonalAccessTokenPayload { revokedTokenId }\n      ... on Error { code }\n    }\n  }\n": typeof types.RevokeTokenDocument,
    "\n  query Me {\n    viewer { login email }\n  }\n": typeof types.MeDocument,
    "\n  query Account {\n    viewer {\n      login\n      email\n      isStaff\n      emailPromotionsAndEvents\n      emailNewslettersAndChangelogs\n      oauthAccounts { accountLogin }\n      user { id login }\n      memberships { nodes { organization { login } isAdmin } }\n    }\n  }\n": typeof types.AccountDocument,
    "\n  mutation UpdatePreferences($input: UpdatePreferencesInput!) {\n    updatePreferences(input: $input) {\n      ... on UpdatePreferencesPayload {\n        viewer { emailPromotionsAndEvents emailNewslettersAndChangelogs }\n      }\n    }\n  }\n": typeof types.UpdatePreferencesDocument,
    "\n  mutation DeleteAccount($confirmEmail: String!) {\n    deleteAccount(input: { confirmEmail: $confirmEmail }) {\n      ... on DeleteAccountPayload { deletedAt }\n      ... on ConfirmationMismatch { code path }\n    }\n  }\n": typeof types.DeleteAccountDocument,
    "\n  query UserByLogin($login: String!) {\n    user(login: $login) { login name }\n  }\n": typeof types.UserByLoginDocument,
    "\n  mutation JourneyBeginPledge($input: CreatePledgePaymentIntentInput!) {\n    answer: createPledgePaymentIntent(input: $input) {\n      __typename\n      ... on CreatePledgePaymentIntentPayload { paymentIntentId }\n      ... on Error { code message }\n    }\n  }\n": typeof types.JourneyBeginPledgeDocument,
    "\n  mutation JourneyPayPledge($input: PayPledgePaymentIntentInput!) {\n    answer: payPledgePaymentIntent(input: $input) {\n      __typename\n      ... on PayPledgePaymentIntentPayload { paymentIntentId status }\n      ... on Error { code message }\n    }\n  }\n": typeof types.JourneyPayPledgeDocument,
    "\n  mutation JourneyMakePledge($input: CreatePledgeInput!) {\n    answer: createPledge(input: $input) {\n      __typename\n      ... on CreatePledgePayload { pledge { id state amount { amount } } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.JourneyMakePledgeDocument,
    "\n  mutation JourneyPromisePledge($input: CreatePledgeOnCompletionInput!) {\n    answer: createPledgeOnCompletion(input: $input) {\n      __typename\n      ... on CreatePledgeOnCompletionPayload { pledge { id state } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.JourneyPromisePledgeDocument,
    "\n  mutation JourneyConfirmSolved($input: ConfirmIssueSolvedInput!) {\n    answer: confirmIssueSolved(input: $input) {\n      __typename\n      ... on ConfirmIssueSolvedPayload { issue { id rewards { nodes { share } } } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.JourneyConfirmSolvedDocument,
    "\n  mutation JourneyOpenAccount($input: CreatePayoutAccountInput!) {\n    answer: createPayoutAccount(input: $input) {\n      __typename\n      ... on CreatePayoutAccountPayload { payoutAccount { id stripeId status } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.JourneyOpenAccountDocument,
    "\n  mutation JourneyLookUpAccount($input: RefreshPayoutAccountInput!) {\n    answer: refreshPayoutAccount(input: $input) {\n      __typename\n      ... on RefreshPayoutAccountPayload { payoutAccount { status currency } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.JourneyLookUpAccountDocument,
    "\n  mutation JourneyGiveBack($input: RefundPledgeInput!) {\n    answer: refundPledge(input: $input) {\n      __typename\n      ... on RefundPledgePayload { pledge { id state amount { amount } refundedAt } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.JourneyGiveBackDocument,
    "\n  query IssueBooks($id: ID!) {\n    node(id: $id) {\n      ... on Issue {\n        ledger {\n          held { amount }\n          platformFees { amount }\n          processorFees { amount }\n          entries(first: 50) {\n            nodes { kind amount { amount } platformFee { amount } processorFee { amount } }\n          }\n        }\n      }\n    }\n  }\n": typeof types.IssueBooksDocument,
    "\n  query AccountBooks($id: ID!) {\n    node(id: $id) {\n      ... on PayoutAccount {\n        balance { owed { amount } paidOut { amount } atProcessor { amount currency } }\n        statement(first: 50) {\n          nodes { kind amount { amount } accountAmount { amount currency } paidOutAt }\n        }\n      }\n    }\n  }\n": typeof types.AccountBooksDocument,
    "\n  query PledgeNow($id: ID!) {\n    node(id: $id) {\n      ... on Pledge { state amount { amount } refundedAt }\n    }\n  }\n": typeof types.PledgeNowDocument,
    "\n  query TrialBalance {\n    ledgerTrialBalance(first: 100) { nodes { kind currency debit credit } }\n  }\n": typeof types.TrialBalanceDocument,
    "\n  mutation CreatePayoutAccount($input: CreatePayoutAccountInput!) {\n    createPayoutAccount(input: $input) {\n      __typename\n      ... on CreatePayoutAccountPayload {\n        payoutAccount { id type status stripeId country currency openCollectiveSlug }\n      }\n      ... on Error { message code path }\n      ... on OpenCollectiveNotEligible { reason }\n    }\n  }\n": typeof types.CreatePayoutAccountDocument,
};
const documents: Documents = {
    "\n  mutation SwitchAutoEmbed($input: UpdateBadgeSettingsInput!) {\n    updateBadgeSettings(input: $input) {\n      __typename\n    }\n  }\n": types.SwitchAutoEmbedDocument,
    "\n      mutation Rerender($repositoryId: ID!) {\n        updateRepositoryBadges(input: { repositoryId: $repositoryId }) {\n          ... on UpdateRepositoryBadgesPayload {\n            badgeRun {\n              id\n              action\n              repository {\n                name\n              }\n            }\n          }\n        }\n      }\n    ": types.RerenderDocument,
    "\n  query PaymentMethods {\n    viewer { paymentMethods { totalCount nodes { stripeId brand last4 expiryMonth expiryYear } } }\n  }\n": types.PaymentMethodsDocument,
    "\n  mutation DetachPaymentMethod($paymentMethodId: String!) {\n    detachPaymentMethod(input: { paymentMethodId: $paymentMethodId }) {\n      __typename\n      ... on DetachPaymentMethodPayload {\n        detachedPaymentMethodId\n        viewer { paymentMethods { nodes { stripeId } } }\n      }\n      ... on Error { code }\n    }\n  }\n": types.DetachPaymentMethodDocument,
    "\n  mutation CreateSetupIntent($idempotencyKey: String) {\n    createSetupIntent(input: { idempotencyKey: $idempotencyKey }) {\n      __typename\n      ... on CreateSetupIntentPayload { setupIntentId clientSecret }\n    }\n  }\n": types.CreateSetupIntentDocument,
    "\n  mutation CreateCustomerPortalSession($input: CreateCustomerPortalSessionInput!) {\n    createCustomerPortalSession(input: $input) {\n      __typename\n      ... on CreateCustomerPortalSessionPayload { url }\n      ... on Error { code path }\n    }\n  }\n": types.CreateCustomerPortalSessionDocument,
    "\n  query Credit($login: String!) {\n    organization(login: $login) { credit { amount currency } }\n  }\n": types.CreditDocument,
    "\n  query Deliveries($status: WebhookDeliveryStatus) {\n    webhookDeliveries(status: $status, first: 10) {\n      totalCount\n      nodes { deliveryId event action status reason }\n    }\n  }\n": types.DeliveriesDocument,
    "query Welcome {\n  organization(login: \"acme\") {\n    id\n    login\n    name\n    avatarUrl\n    repositories(first: 3) {\n      totalCount\n      nodes {\n        nameWithOwner\n        description\n        stargazerCount\n      }\n    }\n  }\n}": types.WelcomeDocument,
    "query OpenIssues($organization: String, $first: Int!) {\n  issues(\n    organization: $organization\n    states: [OPEN]\n    orderBy: {field: POSITIVE_REACTIONS, direction: DESC}\n    first: $first\n  ) {\n    totalCount\n    nodes {\n      number\n      title\n      labels {\n        name\n        color\n      }\n      pledgedAmount {\n        amount\n        currency\n      }\n      repository {\n        nameWithOwner\n      }\n      organization {\n        login\n        avatarUrl\n      }\n    }\n  }\n}": types.OpenIssuesDocument,
    "query OneIssue($owner: String!, $repository: String!, $number: Int!) {\n  issue(owner: $owner, repository: $repository, number: $number) {\n    id\n    number\n    title\n    body\n    state\n    url\n    createdAt\n    closedAt\n    commentCount\n    author {\n      login\n      avatarUrl\n    }\n    labels {\n      name\n      color\n    }\n    reactions {\n      totalCount\n      thumbsUp\n      heart\n    }\n    pledgedAmount {\n      amount\n      currency\n    }\n    fundingGoal {\n      amount\n      currency\n    }\n    repository {\n      nameWithOwner\n    }\n    organization {\n      login\n      name\n    }\n  }\n}": types.OneIssueDocument,
    "query NextPage($after: String) {\n  issues(first: 2, after: $after) {\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        title\n        repository {\n          nameWithOwner\n        }\n      }\n    }\n  }\n}": types.NextPageDocument,
    "query NodeById($id: ID!) {\n  node(id: $id) {\n    __typename\n    id\n    ... on Organization {\n      login\n      name\n    }\n    ... on Repository {\n      nameWithOwner\n    }\n    ... on Issue {\n      title\n      state\n    }\n  }\n}": types.NodeByIdDocument,
    "query SearchIssues($query: String!) {\n  issues(\n    query: $query\n    states: [OPEN]\n    orderBy: {field: RELEVANCE, direction: DESC}\n    first: 5\n  ) {\n    totalCount\n    nodes {\n      title\n      fundingGoal {\n        amount\n        currency\n      }\n      repository {\n        nameWithOwner\n        visibility\n      }\n    }\n  }\n}": types.SearchIssuesDocument,
    "mutation ImportIssue($url: String!) {\n  importIssue(input: {url: $url}) {\n    __typename\n    ... on ImportIssuePayload {\n      issue {\n        id\n        title\n        repository {\n          nameWithOwner\n        }\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}": types.ImportIssueDocument,
    "mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n  updateOrganization(input: $input) {\n    __typename\n    ... on UpdateOrganizationPayload {\n      organization {\n        login\n        pledgeMinimumAmount {\n          amount\n          currency\n        }\n        defaultUpfrontSplitToContributors\n        billingEmail\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}": types.UpdateOrganizationDocument,
    "query BadgeSettings($organization: String!) {\n  organization(login: $organization) {\n    badgeSettings {\n      repositories(first: 10) {\n        nodes {\n          repository {\n            nameWithOwner\n            url\n          }\n          label\n          autoEmbed\n          openIssueCount\n          autoEmbeddedIssueCount\n          labelEmbeddedIssueCount\n          latestBadgeRun {\n            action\n            state\n            progress\n            changedCount\n            failedCount\n          }\n        }\n      }\n    }\n  }\n}": types.BadgeSettingsDocument,
    "mutation UpdateBadgeSettings($input: UpdateBadgeSettingsInput!) {\n  updateBadgeSettings(input: $input) {\n    __typename\n    ... on UpdateBadgeSettingsPayload {\n      organization {\n        badgeSettings {\n          showAmount\n          minimumAmount {\n            amount\n            currency\n          }\n          repositories(first: 10) {\n            nodes {\n              repository {\n                nameWithOwner\n              }\n              autoEmbed\n              latestBadgeRun {\n                action\n                state\n              }\n            }\n          }\n        }\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}": types.UpdateBadgeSettingsDocument,
    "mutation OpenPayoutAccount($input: CreatePayoutAccountInput!) {\n  createPayoutAccount(input: $input) {\n    __typename\n    ... on CreatePayoutAccountPayload {\n      onboardingUrl\n      payoutAccount {\n        id\n        type\n        status\n        country\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}": types.OpenPayoutAccountDocument,
    "mutation Pledge($input: CreatePledgePaymentIntentInput!) {\n  createPledgePaymentIntent(input: $input) {\n    __typename\n    ... on CreatePledgePaymentIntentPayload {\n      paymentIntentId\n      clientSecret\n      status\n      amount {\n        amount\n        currency\n      }\n    }\n    ... on StripeRefused {\n      declineCode\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}": types.PledgeDocument,
    "query IssueFunding($owner: String!, $repository: String!, $number: Int!) {\n  issue(owner: $owner, repository: $repository, number: $number) {\n    title\n    state\n    url\n    needsConfirmationSolved\n    pledgesSummary {\n      pledgeCount\n      total {\n        amount\n        currency\n      }\n      backings(first: 20) {\n        totalCount\n        nodes {\n          type\n          backer {\n            name\n            login\n          }\n        }\n      }\n    }\n    proposedSplit {\n      share\n      githubLogin\n      organizationId\n      reasons {\n        text\n        url\n      }\n    }\n  }\n}": types.IssueFundingDocument,
    "mutation ConfirmSolved($input: ConfirmIssueSolvedInput!) {\n  confirmIssueSolved(input: $input) {\n    __typename\n    ... on ConfirmIssueSolvedPayload {\n      issue {\n        rewards(first: 100) {\n          nodes {\n            share\n            receiver {\n              name\n              login\n            }\n          }\n        }\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}": types.ConfirmSolvedDocument,
    "query MyRewards($first: Int!) {\n  viewer {\n    rewards(first: $first) {\n      totalCount\n      nodes {\n        state\n        blockedBy\n        paidAt\n        share\n        amount {\n          amount\n          currency\n        }\n      }\n    }\n  }\n}": types.MyRewardsDocument,
    "query Balances($login: String!) {\n  organization(login: $login) {\n    payoutAccount {\n      ...Balance\n    }\n  }\n  viewer {\n    payoutAccount {\n      ...Balance\n    }\n  }\n}\n\nfragment Balance on PayoutAccount {\n  status\n  balance {\n    owed {\n      amount\n    }\n    paidOut {\n      amount\n    }\n    atProcessor {\n      amount\n      currency\n    }\n  }\n  statement(first: 5) {\n    nodes {\n      postedAt\n      kind\n      amount {\n        amount\n      }\n    }\n  }\n}": types.BalancesDocument,
    "query IssueLedger($owner: String!, $repository: String!, $number: Int!) {\n  issue(owner: $owner, repository: $repository, number: $number) {\n    title\n    ledger {\n      funded {\n        amount\n      }\n      paidOut {\n        amount\n      }\n      platformFees {\n        amount\n      }\n      processorFees {\n        amount\n      }\n      held {\n        amount\n      }\n      entries(first: 20) {\n        nodes {\n          occurredAt\n          kind\n          amount {\n            amount\n          }\n          platformFee {\n            amount\n          }\n          backer {\n            name\n          }\n          receiver {\n            name\n          }\n        }\n      }\n    }\n  }\n}": types.IssueLedgerDocument,
    "subscription IssueUpdates($organizationId: ID!) {\n  issueUpdated(organizationId: $organizationId) {\n    issueId\n    issue {\n      title\n      state\n      pledgedAmount {\n        amount\n        currency\n      }\n    }\n  }\n}": types.IssueUpdatesDocument,
    "\n  mutation ImportByAddress($url: String!) {\n    importIssue(input: { url: $url }) {\n      __typename\n      ... on ImportIssuePayload {\n        issue {\n          id\n          title\n          url\n          repository { nameWithOwner visibility organization { login isInstalled isPersonal } }\n        }\n      }\n      ... on Error { code message path }\n    }\n  }\n": types.ImportByAddressDocument,
    "\n  query IssueList(\n    $organization: String\n    $repository: String\n    $states: [IssueState!]\n    $query: String\n    $hasPledgedAmount: Boolean\n    $hasPledgeBadge: Boolean\n    $milestone: Int\n    $orderBy: IssueOrder\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    issues(\n      organization: $organization\n      repository: $repository\n      states: $states\n      query: $query\n      hasPledgedAmount: $hasPledgedAmount\n      hasPledgeBadge: $hasPledgeBadge\n      milestone: $milestone\n      orderBy: $orderBy\n      first: $first\n      after: $after\n      last: $last\n      before: $before\n    ) {\n      totalCount\n      nodes { id title }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": types.IssueListDocument,
    "\n  query IssueByPlace($owner: String!, $repository: String!, $number: Int!) {\n    issue(owner: $owner, repository: $repository, number: $number) {\n      id\n      number\n      title\n      state\n      url\n      fundingGoal { amount currency }\n      pledgedAmount { amount currency }\n      labels { name color }\n      author { login }\n      reactions { totalCount thumbsUp }\n      repository { nameWithOwner url }\n      organization { login }\n    }\n  }\n": types.IssueByPlaceDocument,
    "\n  query IssuePage(\n    $organization: String\n    $repository: String\n    $states: [IssueState!]\n    $orderBy: IssueOrder\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    issues(\n      organization: $organization\n      repository: $repository\n      states: $states\n      orderBy: $orderBy\n      first: $first\n      after: $after\n      last: $last\n      before: $before\n    ) {\n      nodes { id number title }\n      edges { cursor }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": types.IssuePageDocument,
    "\n  query IssuesWithPlace($first: Int!) {\n    issues(first: $first) {\n      nodes { title repository { nameWithOwner } organization { login avatarUrl } }\n    }\n  }\n": types.IssuesWithPlaceDocument,
    "\n  query IssueCount($organization: String, $states: [IssueState!]) {\n    issues(organization: $organization, states: $states) { totalCount }\n  }\n": types.IssueCountDocument,
    "\n  query NestedIssues($login: String!, $after: String) {\n    organization(login: $login) {\n      repositories(first: 2) {\n        totalCount\n        nodes {\n          name\n          issues(first: 2, after: $after) {\n            totalCount\n            nodes { number }\n            pageInfo { endCursor hasNextPage }\n          }\n        }\n      }\n    }\n  }\n": types.NestedIssuesDocument,
    "\n  mutation UpdateIssue($input: UpdateIssueInput!) {\n    updateIssue(input: $input) {\n      __typename\n      ... on UpdateIssuePayload {\n        issue { fundingGoal { amount currency } upfrontSplitToContributors }\n      }\n      ... on Error { code path }\n    }\n  }\n": types.UpdateIssueDocument,
    "\n  query LedgerTransactions($first: Int!, $after: String, $kind: LedgerTransactionKind) {\n    ledgerTransactions(first: $first, after: $after, kind: $kind) {\n      totalCount\n      pageInfo { endCursor }\n      nodes {\n        kind\n        payment { kind }\n        entries { nodes { amount account { kind currency } } }\n      }\n    }\n  }\n": types.LedgerTransactionsDocument,
    "\n  query LedgerTrialBalance {\n    ledgerTrialBalance { totalCount nodes { kind currency accountCount debit credit } }\n  }\n": types.LedgerTrialBalanceDocument,
    "\n  mutation RequestLink($email: String!, $returnTo: String) {\n    requestMagicLink(input: { email: $email, returnTo: $returnTo }) {\n      __typename\n      ... on RequestMagicLinkPayload { email }\n      ... on Error { message code path }\n      ... on RateLimited { retryAfterSeconds }\n    }\n  }\n": types.RequestLinkDocument,
    "\n  mutation ChangeSettings($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      __typename\n      ... on UpdateOrganizationPayload {\n        organization {\n          pledgeMinimumAmount { amount }\n          pledgeBadgeShowAmount\n          defaultBadgeCustomContent\n          defaultUpfrontSplitToContributors\n          billingEmail\n          totalMonthlySpendingLimit { amount }\n          perUserMonthlySpendingLimit { amount }\n          onboardedAt\n        }\n      }\n      ... on Error { code path }\n    }\n  }\n": types.ChangeSettingsDocument,
    "\n  query OrganizationSearch($query: String, $first: Int) {\n    organizations(query: $query, first: $first) { totalCount nodes { login } }\n  }\n": types.OrganizationSearchDocument,
    "\n  query ViewerOrganizations($isAdmin: Boolean!) {\n    viewer { organizations(isAdmin: $isAdmin) { totalCount nodes { login } } }\n  }\n": types.ViewerOrganizationsDocument,
    "\n  query PrivateFields($owner: String!) {\n    organization(login: $owner) {\n      billingEmail\n      onboardedAt\n      totalMonthlySpendingLimit { amount currency }\n      perUserMonthlySpendingLimit { amount }\n    }\n    issue(owner: $owner, repository: \"rocket\", number: 1) {\n      repository { organization { billingEmail totalMonthlySpendingLimit { amount } } }\n    }\n  }\n": types.PrivateFieldsDocument,
    "\n  mutation OnboardingLink($id: ID!) {\n    createPayoutAccountOnboardingLink(input: { payoutAccountId: $id }) {\n      __typename\n      ... on CreatePayoutAccountOnboardingLinkPayload { url }\n      ... on Error { message code }\n    }\n  }\n": types.OnboardingLinkDocument,
    "\n  mutation DashboardLink($id: ID!) {\n    createPayoutAccountDashboardLink(input: { payoutAccountId: $id }) {\n      __typename\n      ... on CreatePayoutAccountDashboardLinkPayload { url }\n      ... on Error { message code }\n    }\n  }\n": types.DashboardLinkDocument,
    "\n  mutation RefreshPayoutAccount($id: ID!) {\n    refreshPayoutAccount(input: { payoutAccountId: $id }) {\n      __typename\n      ... on RefreshPayoutAccountPayload { payoutAccount { status } }\n      ... on Error { code }\n    }\n  }\n": types.RefreshPayoutAccountDocument,
    "\n  query Seen($id: ID!, $login: String!) {\n    node(id: $id) {\n      ... on PayoutAccount {\n        status\n        viewerCanAdminister\n        user { login }\n        organization { login }\n      }\n    }\n    organization(login: $login) { payoutAccount { id } }\n    viewer { payoutAccount { id } }\n  }\n": types.SeenDocument,
    "\n  query Accounts($login: String!) {\n    organization(login: $login) {\n      payoutAccount { id status replacedAt }\n      formerPayoutAccounts {\n        totalCount\n        nodes {\n          id\n          status\n          replacedAt\n          viewerCanAdminister\n          balance { owed { amount } }\n          statement { nodes { kind amount { amount } } }\n        }\n      }\n    }\n    viewer { payoutAccount { id } formerPayoutAccounts { totalCount nodes { id } } }\n  }\n": types.AccountsDocument,
    "\n  query Statement($first: Int, $last: Int, $after: String, $before: String) {\n    viewer {\n      payoutAccount {\n        balance {\n          owed { amount }\n          paidOut { amount }\n          atProcessor { amount currency }\n        }\n        statement(first: $first, last: $last, after: $after, before: $before) {\n          totalCount\n          pageInfo { hasNextPage hasPreviousPage endCursor startCursor }\n          nodes {\n            id\n            kind\n            postedAt\n            paidOutAt\n            amount { amount currency }\n            accountAmount { amount currency }\n            issue { title }\n          }\n        }\n      }\n    }\n  }\n": types.StatementDocument,
    "\n  query Unsettled($awaits: LedgerTransactionAwaits!) {\n    ledgerTransactions(awaits: $awaits, first: 100) {\n      nodes { id payoutAccountId }\n    }\n  }\n": types.UnsettledDocument,
    "\n  mutation WriteOff($input: WriteOffTransferReversalInput!) {\n    writeOffTransferReversal(input: $input) {\n      __typename\n      ... on WriteOffTransferReversalPayload { transaction { id kind note } }\n      ... on Error { message code path }\n    }\n  }\n": types.WriteOffDocument,
    "\n  mutation RecordPayout($input: RecordOpenCollectivePayoutInput!) {\n    recordOpenCollectivePayout(input: $input) {\n      __typename\n      ... on RecordOpenCollectivePayoutPayload { transaction { id kind } }\n      ... on Error { message code path }\n    }\n  }\n": types.RecordPayoutDocument,
    "\n  query RepositoryByName($owner: String!, $name: String!) {\n    repository(owner: $owner, name: $name) {\n      nameWithOwner\n      visibility\n      description\n      stargazerCount\n      license\n      homepageUrl\n      organization { login }\n    }\n  }\n": types.RepositoryByNameDocument,
    "\n  query RepositorySearch($owner: String, $query: String) {\n    repositories(owner: $owner, query: $query) {\n      totalCount\n      nodes { name organization { login } }\n    }\n  }\n": types.RepositorySearchDocument,
    "\n  query Sessions {\n    viewer {\n      login\n      sessions {\n        totalCount\n        nodes { id isCurrent userAgent expiresAt }\n      }\n    }\n  }\n": types.SessionsDocument,
    "\n  mutation RevokeSession($sessionId: ID!) {\n    revokeSession(input: { sessionId: $sessionId }) {\n      __typename\n      ... on RevokeSessionPayload { revokedSessionId }\n      ... on Error { message code path }\n    }\n  }\n": types.RevokeSessionDocument,
    "\n  mutation SignOutEverywhere($keepCurrent: Boolean!) {\n    signOutEverywhere(input: { keepCurrent: $keepCurrent }) {\n      ... on SignOutEverywherePayload { revokedCount }\n    }\n  }\n": types.SignOutEverywhereDocument,
    "\n  mutation CreateToken($input: CreatePersonalAccessTokenInput!) {\n    createPersonalAccessToken(input: $input) {\n      __typename\n      ... on CreatePersonalAccessTokenPayload {\n        token\n        personalAccessToken { id name scopes tokenHint expiresAt lastUsedAt }\n      }\n      ... on Error { message code path }\n    }\n  }\n": types.CreateTokenDocument,
    "\n  query Tokens {\n    viewer {\n      personalAccessTokens { totalCount nodes { id name lastUsedAt } }\n    }\n  }\n": types.TokensDocument,
    "\n  mutation RenameToken($tokenId: ID!, $name: String!) {\n    renamePersonalAccessToken(input: { tokenId: $tokenId, name: $name }) {\n      ... on RenamePersonalAccessTokenPayload { personalAccessToken { name } }\n      ... on Error { code }\n    }\n  }\n": types.RenameTokenDocument,
    "\n  mutation RevokeToken($tokenId: ID!) {\n    revokePersonalAccessToken(input: { tokenId: $tokenId }) {\n      ... on RevokePersonalAccessTokenPayload { revokedTokenId }\n      ... on Error { code }\n    }\n  }\n": types.RevokeTokenDocument,
    "\n  query Me {\n    viewer { login email }\n  }\n": types.MeDocument,
    "\n  query Account {\n    viewer {\n      login\n      email\n      isStaff\n      emailPromotionsAndEvents\n      emailNewslettersAndChangelogs\n      oauthAccounts { accountLogin }\n      user { id login }\n      memberships { nodes { organization { login } isAdmin } }\n    }\n  }\n": types.AccountDocument,
    "\n  mutation UpdatePreferences($input: UpdatePreferencesInput!) {\n    updatePreferences(input: $input) {\n      ... on UpdatePreferencesPayload {\n        viewer { emailPromotionsAndEvents emailNewslettersAndChangelogs }\n      }\n    }\n  }\n": types.UpdatePreferencesDocument,
    "\n  mutation DeleteAccount($confirmEmail: String!) {\n    deleteAccount(input: { confirmEmail: $confirmEmail }) {\n      ... on DeleteAccountPayload { deletedAt }\n      ... on ConfirmationMismatch { code path }\n    }\n  }\n": types.DeleteAccountDocument,
    "\n  query UserByLogin($login: String!) {\n    user(login: $login) { login name }\n  }\n": types.UserByLoginDocument,
    "\n  mutation JourneyBeginPledge($input: CreatePledgePaymentIntentInput!) {\n    answer: createPledgePaymentIntent(input: $input) {\n      __typename\n      ... on CreatePledgePaymentIntentPayload { paymentIntentId }\n      ... on Error { code message }\n    }\n  }\n": types.JourneyBeginPledgeDocument,
    "\n  mutation JourneyPayPledge($input: PayPledgePaymentIntentInput!) {\n    answer: payPledgePaymentIntent(input: $input) {\n      __typename\n      ... on PayPledgePaymentIntentPayload { paymentIntentId status }\n      ... on Error { code message }\n    }\n  }\n": types.JourneyPayPledgeDocument,
    "\n  mutation JourneyMakePledge($input: CreatePledgeInput!) {\n    answer: createPledge(input: $input) {\n      __typename\n      ... on CreatePledgePayload { pledge { id state amount { amount } } }\n      ... on Error { code message }\n    }\n  }\n": types.JourneyMakePledgeDocument,
    "\n  mutation JourneyPromisePledge($input: CreatePledgeOnCompletionInput!) {\n    answer: createPledgeOnCompletion(input: $input) {\n      __typename\n      ... on CreatePledgeOnCompletionPayload { pledge { id state } }\n      ... on Error { code message }\n    }\n  }\n": types.JourneyPromisePledgeDocument,
    "\n  mutation JourneyConfirmSolved($input: ConfirmIssueSolvedInput!) {\n    answer: confirmIssueSolved(input: $input) {\n      __typename\n      ... on ConfirmIssueSolvedPayload { issue { id rewards { nodes { share } } } }\n      ... on Error { code message }\n    }\n  }\n": types.JourneyConfirmSolvedDocument,
    "\n  mutation JourneyOpenAccount($input: CreatePayoutAccountInput!) {\n    answer: createPayoutAccount(input: $input) {\n      __typename\n      ... on CreatePayoutAccountPayload { payoutAccount { id stripeId status } }\n      ... on Error { code message }\n    }\n  }\n": types.JourneyOpenAccountDocument,
    "\n  mutation JourneyLookUpAccount($input: RefreshPayoutAccountInput!) {\n    answer: refreshPayoutAccount(input: $input) {\n      __typename\n      ... on RefreshPayoutAccountPayload { payoutAccount { status currency } }\n      ... on Error { code message }\n    }\n  }\n": types.JourneyLookUpAccountDocument,
    "\n  mutation JourneyGiveBack($input: RefundPledgeInput!) {\n    answer: refundPledge(input: $input) {\n      __typename\n      ... on RefundPledgePayload { pledge { id state amount { amount } refundedAt } }\n      ... on Error { code message }\n    }\n  }\n": types.JourneyGiveBackDocument,
    "\n  query IssueBooks($id: ID!) {\n    node(id: $id) {\n      ... on Issue {\n        ledger {\n          held { amount }\n          platformFees { amount }\n          processorFees { amount }\n          entries(first: 50) {\n            nodes { kind amount { amount } platformFee { amount } processorFee { amount } }\n          }\n        }\n      }\n    }\n  }\n": types.IssueBooksDocument,
    "\n  query AccountBooks($id: ID!) {\n    node(id: $id) {\n      ... on PayoutAccount {\n        balance { owed { amount } paidOut { amount } atProcessor { amount currency } }\n        statement(first: 50) {\n          nodes { kind amount { amount } accountAmount { amount currency } paidOutAt }\n        }\n      }\n    }\n  }\n": types.AccountBooksDocument,
    "\n  query PledgeNow($id: ID!) {\n    node(id: $id) {\n      ... on Pledge { state amount { amount } refundedAt }\n    }\n  }\n": types.PledgeNowDocument,
    "\n  query TrialBalance {\n    ledgerTrialBalance(first: 100) { nodes { kind currency debit credit } }\n  }\n": types.TrialBalanceDocument,
    "\n  mutation CreatePayoutAccount($input: CreatePayoutAccountInput!) {\n    createPayoutAccount(input: $input) {\n      __typename\n      ... on CreatePayoutAccountPayload {\n        payoutAccount { id type status stripeId country currency openCollectiveSlug }\n      }\n      ... on Error { message code path }\n      ... on OpenCollectiveNotEligible { reason }\n    }\n  }\n": types.CreatePayoutAccountDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SwitchAutoEmbed($input: UpdateBadgeSettingsInput!) {\n    updateBadgeSettings(input: $input) {\n      __typename\n    }\n  }\n"): typeof import('./graphql.ts').SwitchAutoEmbedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n      mutation Rerender($repositoryId: ID!) {\n        updateRepositoryBadges(input: { repositoryId: $repositoryId }) {\n          ... on UpdateRepositoryBadgesPayload {\n            badgeRun {\n              id\n              action\n              repository {\n                name\n              }\n            }\n          }\n        }\n      }\n    "): typeof import('./graphql.ts').RerenderDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PaymentMethods {\n    viewer { paymentMethods { totalCount nodes { stripeId brand last4 expiryMonth expiryYear } } }\n  }\n"): typeof import('./graphql.ts').PaymentMethodsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DetachPaymentMethod($paymentMethodId: String!) {\n    detachPaymentMethod(input: { paymentMethodId: $paymentMethodId }) {\n      __typename\n      ... on DetachPaymentMethodPayload {\n        detachedPaymentMethodId\n        viewer { paymentMethods { nodes { stripeId } } }\n      }\n      ... on Error { code }\n    }\n  }\n"): typeof import('./graphql.ts').DetachPaymentMethodDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateSetupIntent($idempotencyKey: String) {\n    createSetupIntent(input: { idempotencyKey: $idempotencyKey }) {\n      __typename\n      ... on CreateSetupIntentPayload { setupIntentId clientSecret }\n    }\n  }\n"): typeof import('./graphql.ts').CreateSetupIntentDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateCustomerPortalSession($input: CreateCustomerPortalSessionInput!) {\n    createCustomerPortalSession(input: $input) {\n      __typename\n      ... on CreateCustomerPortalSessionPayload { url }\n      ... on Error { code path }\n    }\n  }\n"): typeof import('./graphql.ts').CreateCustomerPortalSessionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Credit($login: String!) {\n    organization(login: $login) { credit { amount currency } }\n  }\n"): typeof import('./graphql.ts').CreditDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Deliveries($status: WebhookDeliveryStatus) {\n    webhookDeliveries(status: $status, first: 10) {\n      totalCount\n      nodes { deliveryId event action status reason }\n    }\n  }\n"): typeof import('./graphql.ts').DeliveriesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Welcome {\n  organization(login: \"acme\") {\n    id\n    login\n    name\n    avatarUrl\n    repositories(first: 3) {\n      totalCount\n      nodes {\n        nameWithOwner\n        description\n        stargazerCount\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').WelcomeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query OpenIssues($organization: String, $first: Int!) {\n  issues(\n    organization: $organization\n    states: [OPEN]\n    orderBy: {field: POSITIVE_REACTIONS, direction: DESC}\n    first: $first\n  ) {\n    totalCount\n    nodes {\n      number\n      title\n      labels {\n        name\n        color\n      }\n      pledgedAmount {\n        amount\n        currency\n      }\n      repository {\n        nameWithOwner\n      }\n      organization {\n        login\n        avatarUrl\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').OpenIssuesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query OneIssue($owner: String!, $repository: String!, $number: Int!) {\n  issue(owner: $owner, repository: $repository, number: $number) {\n    id\n    number\n    title\n    body\n    state\n    url\n    createdAt\n    closedAt\n    commentCount\n    author {\n      login\n      avatarUrl\n    }\n    labels {\n      name\n      color\n    }\n    reactions {\n      totalCount\n      thumbsUp\n      heart\n    }\n    pledgedAmount {\n      amount\n      currency\n    }\n    fundingGoal {\n      amount\n      currency\n    }\n    repository {\n      nameWithOwner\n    }\n    organization {\n      login\n      name\n    }\n  }\n}"): typeof import('./graphql.ts').OneIssueDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query NextPage($after: String) {\n  issues(first: 2, after: $after) {\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        title\n        repository {\n          nameWithOwner\n        }\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').NextPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query NodeById($id: ID!) {\n  node(id: $id) {\n    __typename\n    id\n    ... on Organization {\n      login\n      name\n    }\n    ... on Repository {\n      nameWithOwner\n    }\n    ... on Issue {\n      title\n      state\n    }\n  }\n}"): typeof import('./graphql.ts').NodeByIdDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query SearchIssues($query: String!) {\n  issues(\n    query: $query\n    states: [OPEN]\n    orderBy: {field: RELEVANCE, direction: DESC}\n    first: 5\n  ) {\n    totalCount\n    nodes {\n      title\n      fundingGoal {\n        amount\n        currency\n      }\n      repository {\n        nameWithOwner\n        visibility\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').SearchIssuesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ImportIssue($url: String!) {\n  importIssue(input: {url: $url}) {\n    __typename\n    ... on ImportIssuePayload {\n      issue {\n        id\n        title\n        repository {\n          nameWithOwner\n        }\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').ImportIssueDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n  updateOrganization(input: $input) {\n    __typename\n    ... on UpdateOrganizationPayload {\n      organization {\n        login\n        pledgeMinimumAmount {\n          amount\n          currency\n        }\n        defaultUpfrontSplitToContributors\n        billingEmail\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').UpdateOrganizationDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query BadgeSettings($organization: String!) {\n  organization(login: $organization) {\n    badgeSettings {\n      repositories(first: 10) {\n        nodes {\n          repository {\n            nameWithOwner\n            url\n          }\n          label\n          autoEmbed\n          openIssueCount\n          autoEmbeddedIssueCount\n          labelEmbeddedIssueCount\n          latestBadgeRun {\n            action\n            state\n            progress\n            changedCount\n            failedCount\n          }\n        }\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').BadgeSettingsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdateBadgeSettings($input: UpdateBadgeSettingsInput!) {\n  updateBadgeSettings(input: $input) {\n    __typename\n    ... on UpdateBadgeSettingsPayload {\n      organization {\n        badgeSettings {\n          showAmount\n          minimumAmount {\n            amount\n            currency\n          }\n          repositories(first: 10) {\n            nodes {\n              repository {\n                nameWithOwner\n              }\n              autoEmbed\n              latestBadgeRun {\n                action\n                state\n              }\n            }\n          }\n        }\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').UpdateBadgeSettingsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation OpenPayoutAccount($input: CreatePayoutAccountInput!) {\n  createPayoutAccount(input: $input) {\n    __typename\n    ... on CreatePayoutAccountPayload {\n      onboardingUrl\n      payoutAccount {\n        id\n        type\n        status\n        country\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').OpenPayoutAccountDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation Pledge($input: CreatePledgePaymentIntentInput!) {\n  createPledgePaymentIntent(input: $input) {\n    __typename\n    ... on CreatePledgePaymentIntentPayload {\n      paymentIntentId\n      clientSecret\n      status\n      amount {\n        amount\n        currency\n      }\n    }\n    ... on StripeRefused {\n      declineCode\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').PledgeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query IssueFunding($owner: String!, $repository: String!, $number: Int!) {\n  issue(owner: $owner, repository: $repository, number: $number) {\n    title\n    state\n    url\n    needsConfirmationSolved\n    pledgesSummary {\n      pledgeCount\n      total {\n        amount\n        currency\n      }\n      backings(first: 20) {\n        totalCount\n        nodes {\n          type\n          backer {\n            name\n            login\n          }\n        }\n      }\n    }\n    proposedSplit {\n      share\n      githubLogin\n      organizationId\n      reasons {\n        text\n        url\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').IssueFundingDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ConfirmSolved($input: ConfirmIssueSolvedInput!) {\n  confirmIssueSolved(input: $input) {\n    __typename\n    ... on ConfirmIssueSolvedPayload {\n      issue {\n        rewards(first: 100) {\n          nodes {\n            share\n            receiver {\n              name\n              login\n            }\n          }\n        }\n      }\n    }\n    ... on Error {\n      message\n      code\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').ConfirmSolvedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MyRewards($first: Int!) {\n  viewer {\n    rewards(first: $first) {\n      totalCount\n      nodes {\n        state\n        blockedBy\n        paidAt\n        share\n        amount {\n          amount\n          currency\n        }\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').MyRewardsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Balances($login: String!) {\n  organization(login: $login) {\n    payoutAccount {\n      ...Balance\n    }\n  }\n  viewer {\n    payoutAccount {\n      ...Balance\n    }\n  }\n}\n\nfragment Balance on PayoutAccount {\n  status\n  balance {\n    owed {\n      amount\n    }\n    paidOut {\n      amount\n    }\n    atProcessor {\n      amount\n      currency\n    }\n  }\n  statement(first: 5) {\n    nodes {\n      postedAt\n      kind\n      amount {\n        amount\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').BalancesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query IssueLedger($owner: String!, $repository: String!, $number: Int!) {\n  issue(owner: $owner, repository: $repository, number: $number) {\n    title\n    ledger {\n      funded {\n        amount\n      }\n      paidOut {\n        amount\n      }\n      platformFees {\n        amount\n      }\n      processorFees {\n        amount\n      }\n      held {\n        amount\n      }\n      entries(first: 20) {\n        nodes {\n          occurredAt\n          kind\n          amount {\n            amount\n          }\n          platformFee {\n            amount\n          }\n          backer {\n            name\n          }\n          receiver {\n            name\n          }\n        }\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').IssueLedgerDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription IssueUpdates($organizationId: ID!) {\n  issueUpdated(organizationId: $organizationId) {\n    issueId\n    issue {\n      title\n      state\n      pledgedAmount {\n        amount\n        currency\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').IssueUpdatesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ImportByAddress($url: String!) {\n    importIssue(input: { url: $url }) {\n      __typename\n      ... on ImportIssuePayload {\n        issue {\n          id\n          title\n          url\n          repository { nameWithOwner visibility organization { login isInstalled isPersonal } }\n        }\n      }\n      ... on Error { code message path }\n    }\n  }\n"): typeof import('./graphql.ts').ImportByAddressDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query IssueList(\n    $organization: String\n    $repository: String\n    $states: [IssueState!]\n    $query: String\n    $hasPledgedAmount: Boolean\n    $hasPledgeBadge: Boolean\n    $milestone: Int\n    $orderBy: IssueOrder\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    issues(\n      organization: $organization\n      repository: $repository\n      states: $states\n      query: $query\n      hasPledgedAmount: $hasPledgedAmount\n      hasPledgeBadge: $hasPledgeBadge\n      milestone: $milestone\n      orderBy: $orderBy\n      first: $first\n      after: $after\n      last: $last\n      before: $before\n    ) {\n      totalCount\n      nodes { id title }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"): typeof import('./graphql.ts').IssueListDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query IssueByPlace($owner: String!, $repository: String!, $number: Int!) {\n    issue(owner: $owner, repository: $repository, number: $number) {\n      id\n      number\n      title\n      state\n      url\n      fundingGoal { amount currency }\n      pledgedAmount { amount currency }\n      labels { name color }\n      author { login }\n      reactions { totalCount thumbsUp }\n      repository { nameWithOwner url }\n      organization { login }\n    }\n  }\n"): typeof import('./graphql.ts').IssueByPlaceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query IssuePage(\n    $organization: String\n    $repository: String\n    $states: [IssueState!]\n    $orderBy: IssueOrder\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    issues(\n      organization: $organization\n      repository: $repository\n      states: $states\n      orderBy: $orderBy\n      first: $first\n      after: $after\n      last: $last\n      before: $before\n    ) {\n      nodes { id number title }\n      edges { cursor }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"): typeof import('./graphql.ts').IssuePageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query IssuesWithPlace($first: Int!) {\n    issues(first: $first) {\n      nodes { title repository { nameWithOwner } organization { login avatarUrl } }\n    }\n  }\n"): typeof import('./graphql.ts').IssuesWithPlaceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query IssueCount($organization: String, $states: [IssueState!]) {\n    issues(organization: $organization, states: $states) { totalCount }\n  }\n"): typeof import('./graphql.ts').IssueCountDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NestedIssues($login: String!, $after: String) {\n    organization(login: $login) {\n      repositories(first: 2) {\n        totalCount\n        nodes {\n          name\n          issues(first: 2, after: $after) {\n            totalCount\n            nodes { number }\n            pageInfo { endCursor hasNextPage }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').NestedIssuesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateIssue($input: UpdateIssueInput!) {\n    updateIssue(input: $input) {\n      __typename\n      ... on UpdateIssuePayload {\n        issue { fundingGoal { amount currency } upfrontSplitToContributors }\n      }\n      ... on Error { code path }\n    }\n  }\n"): typeof import('./graphql.ts').UpdateIssueDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query LedgerTransactions($first: Int!, $after: String, $kind: LedgerTransactionKind) {\n    ledgerTransactions(first: $first, after: $after, kind: $kind) {\n      totalCount\n      pageInfo { endCursor }\n      nodes {\n        kind\n        payment { kind }\n        entries { nodes { amount account { kind currency } } }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').LedgerTransactionsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query LedgerTrialBalance {\n    ledgerTrialBalance { totalCount nodes { kind currency accountCount debit credit } }\n  }\n"): typeof import('./graphql.ts').LedgerTrialBalanceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RequestLink($email: String!, $returnTo: String) {\n    requestMagicLink(input: { email: $email, returnTo: $returnTo }) {\n      __typename\n      ... on RequestMagicLinkPayload { email }\n      ... on Error { message code path }\n      ... on RateLimited { retryAfterSeconds }\n    }\n  }\n"): typeof import('./graphql.ts').RequestLinkDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeSettings($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) {\n      __typename\n      ... on UpdateOrganizationPayload {\n        organization {\n          pledgeMinimumAmount { amount }\n          pledgeBadgeShowAmount\n          defaultBadgeCustomContent\n          defaultUpfrontSplitToContributors\n          billingEmail\n          totalMonthlySpendingLimit { amount }\n          perUserMonthlySpendingLimit { amount }\n          onboardedAt\n        }\n      }\n      ... on Error { code path }\n    }\n  }\n"): typeof import('./graphql.ts').ChangeSettingsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OrganizationSearch($query: String, $first: Int) {\n    organizations(query: $query, first: $first) { totalCount nodes { login } }\n  }\n"): typeof import('./graphql.ts').OrganizationSearchDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ViewerOrganizations($isAdmin: Boolean!) {\n    viewer { organizations(isAdmin: $isAdmin) { totalCount nodes { login } } }\n  }\n"): typeof import('./graphql.ts').ViewerOrganizationsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PrivateFields($owner: String!) {\n    organization(login: $owner) {\n      billingEmail\n      onboardedAt\n      totalMonthlySpendingLimit { amount currency }\n      perUserMonthlySpendingLimit { amount }\n    }\n    issue(owner: $owner, repository: \"rocket\", number: 1) {\n      repository { organization { billingEmail totalMonthlySpendingLimit { amount } } }\n    }\n  }\n"): typeof import('./graphql.ts').PrivateFieldsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation OnboardingLink($id: ID!) {\n    createPayoutAccountOnboardingLink(input: { payoutAccountId: $id }) {\n      __typename\n      ... on CreatePayoutAccountOnboardingLinkPayload { url }\n      ... on Error { message code }\n    }\n  }\n"): typeof import('./graphql.ts').OnboardingLinkDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DashboardLink($id: ID!) {\n    createPayoutAccountDashboardLink(input: { payoutAccountId: $id }) {\n      __typename\n      ... on CreatePayoutAccountDashboardLinkPayload { url }\n      ... on Error { message code }\n    }\n  }\n"): typeof import('./graphql.ts').DashboardLinkDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RefreshPayoutAccount($id: ID!) {\n    refreshPayoutAccount(input: { payoutAccountId: $id }) {\n      __typename\n      ... on RefreshPayoutAccountPayload { payoutAccount { status } }\n      ... on Error { code }\n    }\n  }\n"): typeof import('./graphql.ts').RefreshPayoutAccountDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Seen($id: ID!, $login: String!) {\n    node(id: $id) {\n      ... on PayoutAccount {\n        status\n        viewerCanAdminister\n        user { login }\n        organization { login }\n      }\n    }\n    organization(login: $login) { payoutAccount { id } }\n    viewer { payoutAccount { id } }\n  }\n"): typeof import('./graphql.ts').SeenDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Accounts($login: String!) {\n    organization(login: $login) {\n      payoutAccount { id status replacedAt }\n      formerPayoutAccounts {\n        totalCount\n        nodes {\n          id\n          status\n          replacedAt\n          viewerCanAdminister\n          balance { owed { amount } }\n          statement { nodes { kind amount { amount } } }\n        }\n      }\n    }\n    viewer { payoutAccount { id } formerPayoutAccounts { totalCount nodes { id } } }\n  }\n"): typeof import('./graphql.ts').AccountsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Statement($first: Int, $last: Int, $after: String, $before: String) {\n    viewer {\n      payoutAccount {\n        balance {\n          owed { amount }\n          paidOut { amount }\n          atProcessor { amount currency }\n        }\n        statement(first: $first, last: $last, after: $after, before: $before) {\n          totalCount\n          pageInfo { hasNextPage hasPreviousPage endCursor startCursor }\n          nodes {\n            id\n            kind\n            postedAt\n            paidOutAt\n            amount { amount currency }\n            accountAmount { amount currency }\n            issue { title }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').StatementDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Unsettled($awaits: LedgerTransactionAwaits!) {\n    ledgerTransactions(awaits: $awaits, first: 100) {\n      nodes { id payoutAccountId }\n    }\n  }\n"): typeof import('./graphql.ts').UnsettledDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WriteOff($input: WriteOffTransferReversalInput!) {\n    writeOffTransferReversal(input: $input) {\n      __typename\n      ... on WriteOffTransferReversalPayload { transaction { id kind note } }\n      ... on Error { message code path }\n    }\n  }\n"): typeof import('./graphql.ts').WriteOffDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RecordPayout($input: RecordOpenCollectivePayoutInput!) {\n    recordOpenCollectivePayout(input: $input) {\n      __typename\n      ... on RecordOpenCollectivePayoutPayload { transaction { id kind } }\n      ... on Error { message code path }\n    }\n  }\n"): typeof import('./graphql.ts').RecordPayoutDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RepositoryByName($owner: String!, $name: String!) {\n    repository(owner: $owner, name: $name) {\n      nameWithOwner\n      visibility\n      description\n      stargazerCount\n      license\n      homepageUrl\n      organization { login }\n    }\n  }\n"): typeof import('./graphql.ts').RepositoryByNameDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RepositorySearch($owner: String, $query: String) {\n    repositories(owner: $owner, query: $query) {\n      totalCount\n      nodes { name organization { login } }\n    }\n  }\n"): typeof import('./graphql.ts').RepositorySearchDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Sessions {\n    viewer {\n      login\n      sessions {\n        totalCount\n        nodes { id isCurrent userAgent expiresAt }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SessionsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeSession($sessionId: ID!) {\n    revokeSession(input: { sessionId: $sessionId }) {\n      __typename\n      ... on RevokeSessionPayload { revokedSessionId }\n      ... on Error { message code path }\n    }\n  }\n"): typeof import('./graphql.ts').RevokeSessionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignOutEverywhere($keepCurrent: Boolean!) {\n    signOutEverywhere(input: { keepCurrent: $keepCurrent }) {\n      ... on SignOutEverywherePayload { revokedCount }\n    }\n  }\n"): typeof import('./graphql.ts').SignOutEverywhereDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateToken($input: CreatePersonalAccessTokenInput!) {\n    createPersonalAccessToken(input: $input) {\n      __typename\n      ... on CreatePersonalAccessTokenPayload {\n        token\n        personalAccessToken { id name scopes tokenHint expiresAt lastUsedAt }\n      }\n      ... on Error { message code path }\n    }\n  }\n"): typeof import('./graphql.ts').CreateTokenDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Tokens {\n    viewer {\n      personalAccessTokens { totalCount nodes { id name lastUsedAt } }\n    }\n  }\n"): typeof import('./graphql.ts').TokensDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RenameToken($tokenId: ID!, $name: String!) {\n    renamePersonalAccessToken(input: { tokenId: $tokenId, name: $name }) {\n      ... on RenamePersonalAccessTokenPayload { personalAccessToken { name } }\n      ... on Error { code }\n    }\n  }\n"): typeof import('./graphql.ts').RenameTokenDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeToken($tokenId: ID!) {\n    revokePersonalAccessToken(input: { tokenId: $tokenId }) {\n      ... on RevokePersonalAccessTokenPayload { revokedTokenId }\n      ... on Error { code }\n    }\n  }\n"): typeof import('./graphql.ts').RevokeTokenDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Me {\n    viewer { login email }\n  }\n"): typeof import('./graphql.ts').MeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Account {\n    viewer {\n      login\n      email\n      isStaff\n      emailPromotionsAndEvents\n      emailNewslettersAndChangelogs\n      oauthAccounts { accountLogin }\n      user { id login }\n      memberships { nodes { organization { login } isAdmin } }\n    }\n  }\n"): typeof import('./graphql.ts').AccountDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdatePreferences($input: UpdatePreferencesInput!) {\n    updatePreferences(input: $input) {\n      ... on UpdatePreferencesPayload {\n        viewer { emailPromotionsAndEvents emailNewslettersAndChangelogs }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').UpdatePreferencesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteAccount($confirmEmail: String!) {\n    deleteAccount(input: { confirmEmail: $confirmEmail }) {\n      ... on DeleteAccountPayload { deletedAt }\n      ... on ConfirmationMismatch { code path }\n    }\n  }\n"): typeof import('./graphql.ts').DeleteAccountDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query UserByLogin($login: String!) {\n    user(login: $login) { login name }\n  }\n"): typeof import('./graphql.ts').UserByLoginDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation JourneyBeginPledge($input: CreatePledgePaymentIntentInput!) {\n    answer: createPledgePaymentIntent(input: $input) {\n      __typename\n      ... on CreatePledgePaymentIntentPayload { paymentIntentId }\n      ... on Error { code message }\n    }\n  }\n"): typeof import('./graphql.ts').JourneyBeginPledgeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation JourneyPayPledge($input: PayPledgePaymentIntentInput!) {\n    answer: payPledgePaymentIntent(input: $input) {\n      __typename\n      ... on PayPledgePaymentIntentPayload { paymentIntentId status }\n      ... on Error { code message }\n    }\n  }\n"): typeof import('./graphql.ts').JourneyPayPledgeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation JourneyMakePledge($input: CreatePledgeInput!) {\n    answer: createPledge(input: $input) {\n      __typename\n      ... on CreatePledgePayload { pledge { id state amount { amount } } }\n      ... on Error { code message }\n    }\n  }\n"): typeof import('./graphql.ts').JourneyMakePledgeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation JourneyPromisePledge($input: CreatePledgeOnCompletionInput!) {\n    answer: createPledgeOnCompletion(input: $input) {\n      __typename\n      ... on CreatePledgeOnCompletionPayload { pledge { id state } }\n      ... on Error { code message }\n    }\n  }\n"): typeof import('./graphql.ts').JourneyPromisePledgeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation JourneyConfirmSolved($input: ConfirmIssueSolvedInput!) {\n    answer: confirmIssueSolved(input: $input) {\n      __typename\n      ... on ConfirmIssueSolvedPayload { issue { id rewards { nodes { share } } } }\n      ... on Error { code message }\n    }\n  }\n"): typeof import('./graphql.ts').JourneyConfirmSolvedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation JourneyOpenAccount($input: CreatePayoutAccountInput!) {\n    answer: createPayoutAccount(input: $input) {\n      __typename\n      ... on CreatePayoutAccountPayload { payoutAccount { id stripeId status } }\n      ... on Error { code message }\n    }\n  }\n"): typeof import('./graphql.ts').JourneyOpenAccountDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation JourneyLookUpAccount($input: RefreshPayoutAccountInput!) {\n    answer: refreshPayoutAccount(input: $input) {\n      __typename\n      ... on RefreshPayoutAccountPayload { payoutAccount { status currency } }\n      ... on Error { code message }\n    }\n  }\n"): typeof import('./graphql.ts').JourneyLookUpAccountDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation JourneyGiveBack($input: RefundPledgeInput!) {\n    answer: refundPledge(input: $input) {\n      __typename\n      ... on RefundPledgePayload { pledge { id state amount { amount } refundedAt } }\n      ... on Error { code message }\n    }\n  }\n"): typeof import('./graphql.ts').JourneyGiveBackDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query IssueBooks($id: ID!) {\n    node(id: $id) {\n      ... on Issue {\n        ledger {\n          held { amount }\n          platformFees { amount }\n          processorFees { amount }\n          entries(first: 50) {\n            nodes { kind amount { amount } platformFee { amount } processorFee { amount } }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').IssueBooksDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AccountBooks($id: ID!) {\n    node(id: $id) {\n      ... on PayoutAccount {\n        balance { owed { amount } paidOut { amount } atProcessor { amount currency } }\n        statement(first: 50) {\n          nodes { kind amount { amount } accountAmount { amount currency } paidOutAt }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').AccountBooksDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PledgeNow($id: ID!) {\n    node(id: $id) {\n      ... on Pledge { state amount { amount } refundedAt }\n    }\n  }\n"): typeof import('./graphql.ts').PledgeNowDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TrialBalance {\n    ledgerTrialBalance(first: 100) { nodes { kind currency debit credit } }\n  }\n"): typeof import('./graphql.ts').TrialBalanceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreatePayoutAccount($input: CreatePayoutAccountInput!) {\n    createPayoutAccount(input: $input) {\n      __typename\n      ... on CreatePayoutAccountPayload {\n        payoutAccount { id type status stripeId country currency openCollectiveSlug }\n      }\n      ... on Error { message code path }\n      ... on OpenCollectiveNotEligible { reason }\n    }\n  }\n"): typeof import('./graphql.ts').CreatePayoutAccountDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
