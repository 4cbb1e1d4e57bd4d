import type { Reply } from '../lib/http.ts'
import { commandSection, listSection, overviewPage } from '../lib/overview.ts'
import type { Collective } from './collectives.ts'
import { commands } from './control.ts'
import type { State } from './server.ts'

const obstaclesOf = ({ isActive, isApproved, isArchived, isFrozen, host }: Collective) =>
  [
    !isActive && 'not active',
    !isApproved && 'not approved',
    isArchived && 'archived',
    isFrozen && 'frozen',
    !host && 'without a host',
    host && host.slug !== 'opensource' && `hosted by ${host.name}`,
  ].filter((obstacle) => obstacle !== false && obstacle !== null)

const collectiveLine = (collective: Collective) => ({
  title: collective.slug,
  text: [collective.name, ...obstaclesOf(collective)].join(' · '),
  end: obstaclesOf(collective).length === 0 ? 'can receive money' : 'can receive none',
  thing: collective,
})

/** The first page: all collectives, how the sandbox answers now, and all commands. */
export const openCollectiveOverview = ({ collectives, failure }: State, origin: string): Reply =>
  overviewPage(
    'Open Collective',
    failure === null
      ? 'Answers the one query that the application asks, at /graphql/v2.'
      : `Fails every query (status ${failure}) until the command recover.`,
    [
      listSection('Collectives', [...collectives.values()].map(collectiveLine), 'There is none.'),
      commandSection(commands, origin, ['setCollective', '{"slug":"acme","isFrozen":true}']),
    ],
  )
