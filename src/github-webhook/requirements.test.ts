import { describe, expect, test } from 'vitest'
import { lacking, requirementsOf } from './requirements.ts'

describe('requirements', () => {
  test('of all that we act on', () => {
    expect(requirementsOf()).toEqual({
      permissions: {
        emails: 'read',
        issues: 'write',
        members: 'read',
        metadata: 'read',
        pull_requests: 'read',
        starring: 'read',
      },
      events: ['issues', 'organization', 'public', 'pull_request', 'repository'],
    })
  })

  test('an event with several actions is one event, and events of every App are none', () => {
    expect(
      requirementsOf({
        handlers: {
          'installation.created': { permission: null },
          'pull_request.opened': { permission: 'pull_requests' },
          'pull_request.closed': { permission: 'pull_requests' },
          push: { permission: 'contents' },
        },
        endpoints: {},
      }),
    ).toEqual({
      permissions: { contents: 'read', metadata: 'read', pull_requests: 'read' },
      events: ['pull_request', 'push'],
    })
  })

  test('what is called counts as well, at the highest level that something needs', () => {
    expect(
      requirementsOf({
        handlers: { 'issues.opened': { permission: 'issues' } },
        endpoints: { 'GET /app': null, 'PATCH /issue': { issues: 'write' } },
      }).permissions,
    ).toEqual({ issues: 'write', metadata: 'read' })
  })
})

describe('what an App lacks', () => {
  const need = { permissions: { issues: 'write', metadata: 'read' }, events: ['issues', 'public'] }

  test('nothing, with more than is needed', () => {
    const have = {
      permissions: { issues: 'admin', metadata: 'read', checks: 'write' },
      events: ['public', 'issues', 'push'],
    }
    expect(lacking(have, need)).toEqual({ permissions: [], events: [] })
  })

  test('a permission of too low a level, one it has not at all, and an event', () => {
    const have = { permissions: { issues: 'read' }, events: ['issues'] }
    expect(lacking(have, need)).toEqual({
      permissions: [
        { name: 'issues', have: 'read', need: 'write' },
        { name: 'metadata', have: 'none', need: 'read' },
      ],
      events: ['public'],
    })
  })
})
