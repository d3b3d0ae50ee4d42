import type { ReactNode } from 'react'
import { figures } from '../format/money'

/** A step of a sum: its name and reason, what is done, and what comes of it. */
export interface WorksheetStep {
  name: ReactNode
  reason?: ReactNode
  operation?: ReactNode
  value: string
}

/** A sum drawn as numbered steps, the points of the figures under each other, a rule and the total. */
export function Worksheet({
  steps,
  total,
}: {
  steps: readonly WorksheetStep[]
  total: { name: ReactNode; operation?: ReactNode; value: string }
}) {
  return (
    <table className="worksheet">
      <tbody>
        {steps.map((step, place) => (
          <tr key={place}>
            <td className="muted">{place + 1}</td>
            <td>
              {step.name} <span className="muted">{step.reason}</span>
            </td>
            <td className="second right">{step.operation}</td>
            <td className="value">
              <Dec value={step.value} />
            </td>
          </tr>
        ))}
        <tr className="total">
          <td />
          <th scope="row">{total.name}</th>
          <td className="second right">{total.operation}</td>
          <td className="value">
            <Dec value={total.value} />
          </td>
        </tr>
      </tbody>
    </table>
  )
}

/** A figure whose point stands under those of the others, however many digits follow. */
export function Dec({ value }: { value: string }) {
  const [whole = '', fraction = ''] = figures(value).split('.')
  return (
    <span className="dec">
      <span>{whole}.</span>
      <span>{fraction}</span>
    </span>
  )
}
