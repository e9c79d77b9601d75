# Speed and results of R gstat on the reference problem of bench_kriging, in CPU seconds of one thread; run by
# beside_gstat.sh. Usage: Rscript gstat_speed.R samples.csv FIRST LAST PREFIX — levels FIRST … LAST − 1 of 100.
# gstat searches isotropically: it is given rotated and scaled coordinates. Its octants are then those of the
# search ellipsoid.
suppressMessages({library(sp); library(gstat)})
a <- commandArgs(TRUE); z0 <- as.integer(a[2]); z1 <- as.integer(a[3]); prefix <- a[4]
d <- read.csv(a[1])
rad <- pi / 180; al <- (90 - 35) * rad; be <- 20 * rad; th <- 15 * rad
sa <- sin(al); ca <- cos(al); sb <- sin(be); cb <- cos(be); st <- sin(th); ct <- cos(th)
T <- rbind(c(cb*ca, cb*sa, -sb) / 200, c(-ct*sa + st*sb*ca, ct*ca + st*sb*sa, st*cb) / 150,
           c(st*sa + ct*sb*ca, -st*ca + ct*sb*sa, ct*cb) / 50)
u <- as.matrix(d[, c("x", "y", "z")]) %*% t(T)
D <- data.frame(u1 = u[,1], u2 = u[,2], u3 = u[,3], d[, c("cu", "au", "ag", "z")]); coordinates(D) <- ~u1+u2+u3
g <- as.matrix(expand.grid(x = seq(5, 995, 10), y = seq(5, 995, 10), z = (z0:(z1 - 1)) * 5 + 2.5))
v <- g %*% t(T)
G <- data.frame(u1 = v[,1], u2 = v[,2], u3 = v[,3], z = g[,3]); coordinates(G) <- ~u1+u2+u3
m <- vgm(.9, "Sph", 1, nugget = .1)
say <- function(name, what, times = 1) {
  t0 <- proc.time(); r <- what(); used <- sum((proc.time() - t0)[1:2])
  cat(sprintf("gstat %s %.0f\n", name, times * nrow(g) / used))
  if (is.null(r)) return(invisible())
  con <- file(paste0(prefix, ".", name, ".f64"), "wb"); writeBin(as.vector(rbind(r[[1]], r[[2]])), con); close(con)
}
ok <- function(...) krige(cu ~ 1, D, G, m, nmin = 4, nmax = 16, maxdist = 1, debug.level = 0, ...)@data
o <- ((1:2) - .5) / 2 - .5; o <- as.matrix(expand.grid(o * 10, o * 10, o * 5)) %*% t(T)
say("plain", function() ok())
say("block2x2x2", function() ok(block = data.frame(x = o[,1], y = o[,2], z = o[,3])))
say("two_per_octant", function() ok(omax = 2))
# A second run of what the first leaves without.
say("two_passes", function() {
  r <- krige(cu ~ 1, D, G, m, nmin = 8, nmax = 16, maxdist = .4, debug.level = 0)@data
  left <- is.na(r[[1]])
  if (any(left)) r[left, ] <- krige(cu ~ 1, D, G[left, ], m, nmin = 4, nmax = 16, maxdist = 1, debug.level = 0)@data
  r
})
# Hard boundary at x = 500.
say("domains", function() {
  r <- data.frame(a = rep(NA_real_, nrow(g)), b = NA_real_); west <- d$x < 500; here <- g[, 1] < 500
  r[here, ] <- krige(cu ~ 1, D[west, ], G[here, ], m, nmin = 4, nmax = 16, maxdist = 1, debug.level = 0)@data
  r[!here, ] <- krige(cu ~ 1, D[!west, ], G[!here, ], m, nmin = 4, nmax = 16, maxdist = 1, debug.level = 0)@data
  r
})
# Its two ellipsoids as spheres of the searched frame: the time is that of two structures, the numbers are others.
say("nested_exponential", function() {
  krige(cu ~ 1, D, G, vgm(.5, "Sph", 1.5, nugget = .1, add.to = vgm(.4, "Exp", .15)), nmin = 4, nmax = 16, maxdist = 1, debug.level = 0)
  NULL
})
say("external_drift", function() krige(cu ~ z, D, G, m, nmin = 4, nmax = 16, maxdist = 1, debug.level = 0)@data)
say("indicator9", function() {
  for (k in c(.25, .3, .35, .4, .5, .6, .7, .9, 1.2)) {
    D$i <- as.numeric(D$cu <= k)
    krige(i ~ 1, D, G, m, nmin = 4, nmax = 16, maxdist = 1, debug.level = 0)
  }
  NULL
})
Bn <- matrix(c(.1,.02,.02,.02,.2,.02,.02,.02,.15), 3); Bs <- matrix(c(.9,.55,.4,.55,.8,.45,.4,.45,.85), 3)
e <- c("cu", "au", "ag"); s <- NULL
for (i in 1:3) s <- gstat(s, e[i], as.formula(paste(e[i], "~1")), D, nmin = 4, nmax = 16, maxdist = 1,
                          model = vgm(Bs[i,i], "Sph", 1, nugget = Bn[i,i]))
for (i in 1:2) for (j in (i + 1):3) s <- gstat(s, c(e[i], e[j]), model = vgm(Bs[i,j], "Sph", 1, nugget = Bn[i,j]))
say("cokriging3", function() predict(s, G, debug.level = 0)@data)
