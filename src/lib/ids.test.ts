import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeId, encodeId, rowId } from './ids.ts'

test('an id survives the way out and back', () => {
  fc.assert(
    fc.property(fc.constantFrom('Issue', 'Organization'), fc.uuid(), (type, id) => {
      expect(decodeId(encodeId(type, id))).toEqual({ typename: type, id })
    }),
  )
})

test('any other text is refused as BAD_USER_INPUT', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => decodeId(text)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }))
    }),
  )
})

test('an id of another type is refused', () => {
  const id = { typename: 'Issue', id: '00000000-0000-4000-8000-000000000000' }
  expect(() => rowId(id, 'Repository')).toThrow('An id of Repository is wanted, not of Issue')
})
