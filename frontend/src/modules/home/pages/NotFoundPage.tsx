import Link from "next/link";

export function NotFoundPage() {
  return (
    <section className="block">
      <h1>This page isn’t in the notebook.</h1>
      <p className="lead mt-6">
        Perhaps the address was cut short. Everything we have begins at <Link href="/">the commons</Link>.
      </p>
    </section>
  );
}
