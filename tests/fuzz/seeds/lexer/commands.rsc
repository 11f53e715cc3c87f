/ip firewall filter
add chain=input; add chain=forward disabled=yes
print
print detail where chain=input and !disabled
:put [find chain="input"]
set 0 comment=first log=yes
set [find disabled=yes] disabled=no action=drop
move 1 0
disable numbers=0,1
enable [find]
comment 0 "text"
unset 0 log-prefix
get 0 chain
get [find where chain=forward] action
export verbose
print count-only where comment~"^f.*t\$" or (action=drop && chain!="x")
print proplist=chain,action terse
print stats
reset-counters 0
remove [/ip firewall filter find]
/ip fi ra pr
/
..
export
