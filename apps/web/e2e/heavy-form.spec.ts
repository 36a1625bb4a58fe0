import { boundaryOf, withoutHeavyFiles } from '../src/lib/server/heavy-form'

const MOST = { file: 1000, form: 1500, read: 20_000 }

async function sent(form: FormData, size: number, most = MOST) {
  const { headers, body } = new Response(form)
  const bytes = Buffer.from(await new Response(body).arrayBuffer())
  async function* inChunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  return withoutHeavyFiles(inChunks(), boundaryOf(headers.get('content-type')) ?? '', most)
}

function formOf(...fields: [name: string, value: string | number][]): FormData {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, typeof value === 'string' ? value : new File(['\r\n--'.repeat(value / 4)], 'quai.jpg', { type: 'image/jpeg' }))
  return form
}

const read = (form: FormData) => [...form].map(([name, value]) => [name, typeof value === 'string' ? value : value.size])

// A boundary is cut anywhere between two chunks.
describe.each([1, 7, 64, 100_000])('read %d bytes at a time', (size) => {
  it('a heavy file goes, what was typed before and after it stays', async () => {
    const { form, heavy } = await sent(formOf(['title', 'Un banc\r\n\r\n; filename="non"'], ['given', 4000], ['alt', 'Vu du quai, à midi'], ['given', 400], ['step', 'add']), size)
    expect(read(form)).toEqual([['title', 'Un banc\r\n\r\n; filename="non"'], ['alt', 'Vu du quai, à midi'], ['given', 400], ['step', 'add']])
    expect(heavy).toEqual([{ name: 'given', type: 'image/jpeg' }])
  })

  it('files that are too many together go from where they are', async () => {
    const { form, heavy } = await sent(formOf(['one', 800], ['title', 'Un banc'], ['two', 800], ['end', 'oui']), size)
    expect(read(form)).toEqual([['one', 800], ['title', 'Un banc'], ['end', 'oui']])
    expect(heavy).toEqual([{ name: 'two', type: 'image/jpeg' }])
  })

  it('nothing is read without end: what came before stays', async () => {
    const { form, heavy } = await sent(formOf(['title', 'Un banc'], ['film', 400_000], ['end', 'oui']), size)
    expect(heavy).toEqual([{ name: 'film', type: 'image/jpeg' }])
    expect(read(form).slice(0, 1)).toEqual([['title', 'Un banc']])
  })

  it('nothing left to keep is an empty form', async () => expect(read((await sent(formOf(['film', 4000]), size)).form)).toEqual([]))
})

it.each([
  ['multipart/form-data; boundary=----a1', '----a1'],
  ['multipart/form-data; charset=utf-8; boundary="a b"', 'a b'],
  ['application/x-www-form-urlencoded', null],
  [null, null],
])('%s is cut by %s', (type, boundary) => expect(boundaryOf(type)).toBe(boundary))
