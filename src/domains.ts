import { github } from '#github/domain.ts'
import { issue } from '#issue/domain.ts'
import { organization } from '#organization/domain.ts'
import { repository } from '#repository/domain.ts'

/** Every domain, lowest first: a service may call those before its own. */
export const domains = [organization, repository, issue, github]
