# Completion of ./build.sh in bash and zsh:  source completions/gauntlet.sh
# Made from the option catalogue by tests/Docs.Tests; CONTRIBUTING.md says how it is made anew.
if [ -n "${ZSH_VERSION-}" ]; then autoload -Uz compinit bashcompinit && compinit -u && bashcompinit; fi

_gauntlet() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} option='' prefix='' values=''
  case $word in
    --*=*) option=${word%%=*} prefix=$option= word=${word#*=} ;; # zsh keeps --option=value in one word, bash makes three of it
    =) option=$before word='' ;;
    -*) ;;
    *) case $before in =) option=${COMP_WORDS[COMP_CWORD-2]} ;; -*=*) ;; -*) option=$before ;; esac ;;
  esac
  case $option in
    ''|--keep-cluster|--adopt|--metrics-server|--exclusive|-e|--description|--descriptions|--showdescription|--showdescriptions|--tree|--showtree|--dryrun|--noop|--whatif|--no-report|--version|--ver|--info|--help|-h) values='--cluster= --cluster-name= --http-port= --https-port= --keep-cluster --node-image= --load-image= --kubeconfig= --context= --ingress-address= --ingress-https-address= --adopt --allow-host= --profile= --confirm= --token-subject= --token-audience= --fault= --manifests= --overlay= --values= --set= --metrics-server --monitoring= --build-image= --skip= --require= --run-timeout= --stage-timeout= --artifacts= --from= --log-format= --output= --cluster-timeout= --test-command= --health-timeout= --diagnostics-timeout= --download-timeout= --rate= --duration= --arrivals= --stages= --requests= --connections= --warm-up= --weights= --seed= --timeout= --scheme= --engine= --threads= --reuse= --history= --price-core-hour= --price-gib-hour= --threshold= --thresholds-file= --severity= --security-gate= --comment-leg= --comment= --chaos= --hypothesis= --export= --export-url= --export-header= --target= --exclusive --description --tree --dryrun --verbosity= --working= --no-report --version --info --help' ;;
    --target|-t) values='Validate Test CreateCluster Deploy CheckHealth CheckPolicies LoadTest Chaos ScanSecurity CollectDiagnostics PostComment DeleteCluster Verdict Full Default' ;;
    --verbosity|-v) values='quiet minimal normal verbose diagnostic' ;;
    --cluster) values='auto kind embedded existing' ;;
    --fault) values='slow-pull= crash-loop never-ready unschedulable node-not-ready=' ;;
    --monitoring) values='prometheus' ;;
    --skip) values='Validate Test CreateCluster Deploy CheckHealth CheckPolicies LoadTest Chaos ScanSecurity CollectDiagnostics PostComment DeleteCluster' ;;
    --require) values='Validate Test CreateCluster Deploy CheckHealth CheckPolicies LoadTest Chaos ScanSecurity CollectDiagnostics PostComment DeleteCluster' ;;
    --log-format) values='text json' ;;
    --output) values='text json' ;;
    --arrivals) values='constant poisson' ;;
    --scheme) values='http https' ;;
    --engine) values='auto epoll portable k6 vegeta' ;;
    --security-gate) values='new all' ;;
    --comment) values='post print' ;;
    --export) values='otlp remote-write' ;;
    --kubeconfig|--manifests|--values|--artifacts|--from|--history|--thresholds-file|--working|-w) COMPREPLY=($(compgen -f -- "$word")); return ;;
    *) return ;;
  esac
  COMPREPLY=($(compgen -W "$values" -P "$prefix" -- "$word"))
  case ${COMPREPLY[*]} in *=) compopt -o nospace 2>/dev/null ;; esac
}

complete ${ZSH_VERSION:+-o} ${ZSH_VERSION:+nospace} -F _gauntlet build.sh ./build.sh
