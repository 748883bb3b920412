extension Layout {
    /// The pages' style: light by day, dark by night, one column where there is little room.
    static let style = """
        :root { color-scheme: light dark; --ink: #1c2430; --paper: #fff; --soft: #f3f5f8; --line: #d4dae3;
          --edge: #68738a; --red: #8f1d1d; --bar: #b3262a; --link: #8f1d1d; --alarm: #fdecec; --focus: #1f6feb; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf1; --paper: #14181f; --soft: #1f2530;
          --line: #38414f; --edge: #8d99ad; --red: #7a1a1a; --bar: #e0575b; --link: #ff9d94; --alarm: #3d1c1e;
          --focus: #7ab7ff; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        main { max-width: 72rem; margin: 0 auto; padding: 0 1rem 3rem; }
        h1 { line-height: 1.2; margin: 1.2rem 0 .8rem; } h2 { line-height: 1.2; margin: 1.4rem 0 .6rem; }
        a { color: var(--link); }
        :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
        .skip { position: absolute; left: -99rem; } .skip:focus { left: 0; background: var(--paper); padding: .5rem; }
        header { background: var(--red); }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; margin: 0 auto; padding: .4rem 1rem;
          max-width: 72rem; }
        nav a { display: block; padding: .35rem .7rem; border-radius: .3rem; color: #fff; text-decoration: none; }
        nav a:hover, nav a[aria-current] { background: #4d0d0d; text-decoration: underline; }
        form.filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .6rem;
          align-items: end; background: var(--soft); padding: 1rem; border-radius: .5rem; margin-bottom: 1rem; }
        label { display: block; font-size: .9rem; }
        input, select, textarea, button { width: 100%; padding: .4rem; font: inherit; color: inherit;
          background: var(--paper); border: 1px solid var(--edge); border-radius: .3rem; }
        ::placeholder { color: inherit; opacity: .75; }
        button { background: var(--red); color: #fff; border-color: transparent; cursor: pointer; }
        textarea, code { font-family: ui-monospace, monospace; } textarea { min-height: 8rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
        th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; }
        .wide { overflow-x: auto; } .wide th[scope=row], .wide td { white-space: nowrap; }
        .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: 0 2rem; }
        .beside { display: grid; gap: 0 2rem; grid-template-columns: minmax(0, 1fr); }
        @media (min-width: 56rem) { .beside { grid-template-columns: minmax(0, 1fr) 19rem; } }
        aside details { border-bottom: 1px solid var(--line); padding: .2rem 0; }
        aside ul { margin: .2rem 0; padding-left: 1.2rem; font-size: .9rem; list-style: none; }
        .type { background: var(--c); color: #141a24; padding: .05rem .5rem; border-radius: .6rem; font-size: .9rem;
          white-space: nowrap; }
        .bar { background: var(--soft); border-radius: .3rem; height: .8rem; min-width: 7rem; }
        .bar i { display: block; height: 100%; border-radius: .3rem; background: var(--bar); }
        .error { background: var(--alarm); border-left: .3rem solid var(--bar); padding: .6rem 1rem; }
        ul.tree, ul.tree ul { list-style: none; border-left: 2px solid var(--line); padding-left: 1rem; }
        footer { max-width: 72rem; margin: 0 auto; padding: 0 1rem 1rem; font-size: .85rem;
          border-top: 1px solid var(--line); }
        ul.examples, aside summary, aside li { overflow-wrap: anywhere; }
        """
}
