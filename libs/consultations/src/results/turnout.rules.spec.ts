import { publicTurnout, type TurnoutCell } from './turnout.rules'

const cell = (channel: TurnoutCell['channel'], municipalityCode: string | null, count: number): TurnoutCell => ({ channel, municipalityCode, count })

describe('published turnout', () => {
  it('adds up channels and communes, and shows what is large enough', () => {
    expect(publicTurnout([cell('online', '59350', 300), cell('online', '59512', 40), cell('paper', '59350', 25), cell('paper', '59512', 15)], ['59350', '59512'])).toEqual({
      total: 380,
      channels: [{ channel: 'online', count: 340 }, { channel: 'paper', count: 40 }],
      municipalities: [{ code: '59350', count: 325 }, { code: '59512', count: 55 }],
    })
  })

  it('hides a small channel with another one, and communes where nobody or hardly anybody took part', () => {
    const turnout = publicTurnout([cell('online', '59350', 300), cell('on_behalf', '59350', 3), cell('paper', '59512', 40)], ['59350', '59512', '59599'])
    expect(turnout.channels).toEqual([{ channel: 'online', count: 300 }, { channel: 'on_behalf', count: null }, { channel: 'paper', count: null }])
    expect(turnout.municipalities).toEqual([{ code: '59350', count: 303 }, { code: '59512', count: null }, { code: '59599', count: null }])
    expect(turnout.total).toBe(343)
  })

  it('shows nothing of a box of nine, and no commune where the roll has none', () => {
    expect(publicTurnout([cell('online', '59350', 9)], ['59350'])).toEqual({ total: null, channels: [{ channel: 'online', count: null }], municipalities: [{ code: '59350', count: null }] })
    expect(publicTurnout([cell('online', null, 90), cell('paper', null, 10)], ['59350']).municipalities).toEqual([])
  })
})
