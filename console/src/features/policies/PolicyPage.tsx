export function PolicyPage({ number }: { number: string }) {
  return <h1>{number}</h1>
}
