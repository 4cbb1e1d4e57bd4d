import { expect, expectTypeOf, test } from 'vitest'
import { type Item, itemsOf, type ListRoute, type Route } from './endpoints.ts'

test('what does not stand in the table can’t be asked for', () => {
  expectTypeOf<'GET /user'>().toExtend<Route>()
  expectTypeOf<'GET /gists'>().not.toExtend<Route>()
  expectTypeOf<'GET /users'>().not.toExtend<Route>()
})

test('lists are those endpoints that answer with many things, wrapped or not', () => {
  expectTypeOf<'GET /installation/repositories'>().toExtend<ListRoute>()
  expectTypeOf<'GET /repos/{owner}/{repo}/issues'>().toExtend<ListRoute>()
  expectTypeOf<'GET /user'>().not.toExtend<ListRoute>()
  expectTypeOf<'POST /repos/{owner}/{repo}/issues/{issue_number}/labels'>().not.toExtend<ListRoute>()
  expectTypeOf<Item<'GET /installation/repositories'>['full_name']>().toEqualTypeOf<string>()
  expectTypeOf<Item<'GET /user/emails'>['verified']>().toEqualTypeOf<boolean>()
  expect(itemsOf([1, 2])).toEqual([1, 2])
  expect(itemsOf({ total_count: 1, repositories: ['a'] })).toEqual(['a'])
  expect(itemsOf({ total_count: 1, installations: ['b'] })).toEqual(['b'])
})
