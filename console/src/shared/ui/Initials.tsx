/** The first letter of who, in a circle. */
export function Initials({ name }: { name: string }) {
  return (
    <span className="initials small" aria-hidden="true">
      {Array.from(name)[0]?.toUpperCase()}
    </span>
  )
}
