/** Lists that are edited line by line without a script: each button sends the whole form, and the page comes back with the lines moved. */
export type Row = Record<string, string>

/** Lines of a form, `{list}.{index}.{field}`, as far as their first field goes on. */
export function readRows(form: FormData, list: string, fields: readonly string[]): Row[] {
  const rows: Row[] = []
  for (let index = 0; index < 1000 && form.has(`${list}.${index}.${fields[0]}`); index++) {
    rows.push(Object.fromEntries(fields.map(field => [field, String(form.get(`${list}.${index}.${field}`) ?? '')])))
  }
  return rows
}

/** What a line's button asks: `add`, `up:2`, `down:2`, `remove:2`. Null when the form is to be kept. */
export function moveOf(form: FormData): { kind: 'add' | 'up' | 'down' | 'remove', index: number } | null {
  const found = /^(add|up|down|remove)(?::(\d{1,3}))?$/.exec(String(form.get('move') ?? ''))
  return found ? { kind: found[1] as 'add', index: Number(found[2] ?? 0) } : null
}

export function moved(rows: readonly Row[], move: NonNullable<ReturnType<typeof moveOf>>, fresh: () => Row): Row[] {
  const result = [...rows]
  const { kind, index } = move
  if (kind === 'add') result.push(fresh())
  if (kind === 'remove') result.splice(index, 1)
  const other = kind === 'up' ? index - 1 : kind === 'down' ? index + 1 : -1
  const [one, two] = [result[index], result[other]]
  if (one && two) [result[index], result[other]] = [two, one]
  return result
}
